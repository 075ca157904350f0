import type { Metric } from "../../plugins/kit/metric.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import { type Missed, missedOf } from "../pipeline/missed.ts"
import { between } from "../store/spans.ts"
import type { Cell, Store } from "../store/store.ts"
import type { BackfillOptions, BackfillReport } from "./backfill.ts"
import { Folding } from "./folding.ts"
import { eventsBetween } from "./past.ts"
import { BackfillRefused } from "./refusal.ts"
import { saveAtOnce, saveSlices, widened } from "./save.ts"

/** Where what was mended is noted: no metric has such a name and no shop such an id. */
const NOTES = { shop: "", metric: "backfill/mended", minute: 0 } as const

/**
 * Counts what a metric of single events missed while it failed, whenever that was. Each event is counted once, however
 * often it is asked for.
 * @throws BackfillRefused where it fails still: then nothing is changed
 */
export async function mendEvents(metric: Metric, options: BackfillOptions): Promise<BackfillReport> {
  const { store, onProgress } = options
  const number = await store.checkpoint(backfillWriter(metric.name))
  const gaps = await unmended(store, metric.name)
  const length = gaps.reduce((sum, { from, next }) => sum + next - from, 0)
  const folding = new Folding(metric, [widened({}, 1)])
  for (const gap of gaps) {
    for await (const events of eventsBetween(store, gap, gap.from, gap.next)) {
      folding.add(events)
      onProgress?.({ read: folding.read, share: folding.read / length })
    }
  }
  if (folding.failure) {
    throw new BackfillRefused(`${metric.name} fails still on what it missed: ${folding.failure}; nothing was changed`)
  }
  if (gaps.length > 0) {
    await saveAtOnce(options, number, async (tx, next) => {
      await tx.saveCells([mendedNote(metric.name, next, gaps)])
      await saveSlices(tx, folding.slices(), options)
    })
  }
  return folding.report()
}

function mendedNote(metric: string, number: number, gaps: readonly Missed[]): Cell {
  return { ...NOTES, dim: metric, key: `${number}`, state: gaps, value: null }
}

/** What a metric missed, less what was mended of it: a note may have grown since. */
async function unmended(store: Store, metric: string): Promise<Missed[]> {
  const { shop, metric: notes } = NOTES
  const rows = await store.read({ shop, metric: notes, dim: metric, from: 0, to: 60_000 }, "minute")
  const mended = rows.flatMap(({ state }) => state as Missed[])
  return (await missedOf(store, metric)).flatMap(missed => {
    const { log, partition, from, next } = missed
    const done = mended
      .filter(one => one.log === log && one.partition === partition && one.from >= from && one.next <= next)
      .map(one => ({ start: one.from, end: one.next }))
      .sort((a, b) => a.start - b.start)
    return between(done, { start: from, end: next }).map(({ start, end }) => ({ ...missed, from: start, next: end }))
  })
}
