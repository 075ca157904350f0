import type { Metric } from "../../plugins/kit/metric.ts"
import { numberOf } from "../../plugins/kit/monoid.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import { bound, Census } from "../pipeline/census.ts"
import { EntityIndex } from "../pipeline/entity-index.ts"
import { fold } from "../pipeline/fold.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { cellKey, cellsOf, type SliceCell } from "../pipeline/slice.ts"
import type { Span } from "../store/calendar.ts"
import type { Cell, RawEvent } from "../store/store.ts"
import type { BackfillOptions, BackfillReport } from "./backfill.ts"
import { doneNote, undone } from "./done.ts"
import { eventsOf, pastOf } from "./past.ts"
import { tooManyCells } from "./refusal.ts"
import { MOST_CELLS, saveAtOnce, widened } from "./save.ts"

const MINUTE = 60_000
const CELLS_AT_ONCE = 5_000

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
    for await (const events of eventsOf(store, past)) {
      folding.add(events)
      const at = events.at(-1)?.offset ?? past.below
      onProgress?.({ read: folding.read, share: (passed + at) / length })
    }
    passed += past.below
  }
  const cells = folding.cells(options.currencyOf)
  if (pasts.length > 0) {
    await saveAtOnce(options, number, async (tx, next) => {
      await tx.saveCells([doneNote(metric.name, next, spans)])
      for (let i = 0; i < cells.length; i += CELLS_AT_ONCE) await tx.saveCells(cells.slice(i, i + CELLS_AT_ONCE))
    })
  }
  const { read, counted, oldest, failure } = folding
  const shops = [...new Set(cells.map(({ shop }) => shop))]
  return { of: "event", read, counted, since: oldest, failure, cells: cells.length, shops }
}

/** The cells of one metric over many events, as the pipeline would have them. */
class Folding {
  read = 0
  counted = 0
  oldest: number | undefined
  failure: string | undefined
  readonly #deltas = new Map<string, SliceCell>()
  readonly #census = new Census()
  readonly #registry

  constructor(
    readonly metric: Metric,
    readonly spans: readonly Span[],
  ) {
    this.#registry = createRegistry([metric])
  }

  add(events: readonly RawEvent[]): void {
    this.read += events.length
    const wanted = events.filter(raw => this.#wants(raw))
    this.counted += wanted.length
    const folded = fold(this.#registry, new EntityIndex(), wanted)
    this.failure = folded.failures.get(this.metric.name) ?? this.failure
    bound(folded.slices, this.#census)
    for (const delta of cellsOf(folded.slices)) {
      const key = cellKey(delta)
      const known = this.#deltas.get(key)
      this.#deltas.set(key, known ? { ...delta, state: this.metric.merge(known.state, delta.state) } : delta)
    }
    if (this.#deltas.size > MOST_CELLS) throw tooManyCells()
  }

  cells(currencyOf: (shop: string) => string | undefined): Cell[] {
    return [...this.#deltas.values()].map(({ plugin, state, ...id }) => ({
      ...id,
      state,
      value: numberOf(plugin, state, currencyOf(id.shop)),
    }))
  }

  #wants({ event }: RawEvent): boolean {
    const t = Date.parse(event.timestamp)
    this.oldest = Math.min(this.oldest ?? t, t)
    const isLookedAt = this.#registry.metricsOn(event.event_type).length > 0
    return isLookedAt && this.spans.some(({ start, end }) => t >= start && t < end)
  }
}
