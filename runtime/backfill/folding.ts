import type { Metric } from "../../plugins/kit/metric.ts"
import { bound, Census } from "../pipeline/census.ts"
import { fold } from "../pipeline/fold.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { Roster } from "../pipeline/roster.ts"
import { type Slice, sliceName } from "../pipeline/slice.ts"
import type { Span } from "../store/calendar.ts"
import type { RawEvent } from "../store/store.ts"
import type { BackfillReport } from "./backfill.ts"
import { tooManyCells } from "./refusal.ts"
import { MOST_CELLS } from "./save.ts"

/** The cells of one metric over many events, as the pipeline would have them. */
export class Folding {
  read = 0
  counted = 0
  oldest: number | undefined
  failure: string | undefined
  /** By name. */
  readonly #slices = new Map<string, Slice>()
  #cells = 0
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
    const folded = fold(this.#registry, new Roster(wanted), wanted)
    this.failure = folded.failures.get(this.metric.name) ?? this.failure
    bound(folded.slices, this.#census)
    for (const slice of folded.slices) this.#take(slice)
    if (this.#cells > MOST_CELLS) throw tooManyCells()
  }

  /** What the events add to cells. */
  slices(): Slice[] {
    return [...this.#slices.values()]
  }

  report(): BackfillReport {
    const { read, counted, oldest: since, failure } = this
    const shops = [...new Set(this.slices().map(({ shop }) => shop))]
    return { of: "event", read, counted, cells: this.#cells, since, shops, failure }
  }

  #take(slice: Slice): void {
    const name = sliceName(slice)
    const known = this.#slices.get(name)?.states
    if (!known) this.#slices.set(name, slice)
    this.#cells += slice.states.size
    if (!known) return
    for (const [key, state] of slice.states) {
      const before = known.get(key)
      if (before !== undefined) this.#cells--
      known.set(key, before === undefined ? state : this.metric.merge(before, state))
    }
  }

  #wants({ event }: RawEvent): boolean {
    const t = Date.parse(event.timestamp)
    this.oldest = Math.min(this.oldest ?? t, t)
    const isLookedAt = this.#registry.metricsOn(event.event_type).length > 0
    return isLookedAt && this.spans.some(({ start, end }) => t >= start && t < end)
  }
}
