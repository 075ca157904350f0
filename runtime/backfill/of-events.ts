import type { Metric } from "../../plugins/kit/metric.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import type { BackfillOptions, BackfillReport } from "./backfill.ts"
import { doneNote, undone } from "./done.ts"
import { Folding } from "./folding.ts"
import { eventsBetween, pastOf } from "./past.ts"
import { saveAtOnce, saveSlices, widened } from "./save.ts"

const MINUTE = 60_000

/**
 * The past of a metric of single events, from the raw events that each partition took before it knew the metric. What
 * was backfilled before is left out.
 */
export async function backfillEvents(metric: Metric, options: BackfillOptions): Promise<BackfillReport> {
  const { store, onProgress } = options
  const writer = backfillWriter(metric.name)
  const number = await store.checkpoint(writer)
  const spans = await undone(store, metric.name, widened(options, MINUTE))
  const pasts = spans.length > 0 ? await pastOf(store, metric.name) : []
  const length = pasts.reduce((sum, { below }) => sum + below, 0)
  const folding = new Folding(metric, spans)
  let passed = 0
  for (const past of pasts) {
    for await (const events of eventsBetween(store, past, 0, past.below)) {
      folding.add(events)
      const at = events.at(-1)?.offset ?? past.below
      onProgress?.({ read: folding.read, share: (passed + at) / length })
    }
    passed += past.below
  }
  if (pasts.length > 0) {
    await saveAtOnce(options, number, async (tx, next) => {
      await tx.saveCells([doneNote(metric.name, next, spans)])
      await saveSlices(tx, folding.slices(), options)
    })
  }
  return folding.report()
}
