import { numberOf } from "../../plugins/kit/monoid.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import { bound, Census } from "../pipeline/census.ts"
import { EntityIndex } from "../pipeline/entity-index.ts"
import { fold } from "../pipeline/fold.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { cellKey, cellsOf, type SliceCell } from "../pipeline/slice.ts"
import type { Span } from "../store/calendar.ts"
import { type Cell, Fenced, type RawEvent, type Store } from "../store/store.ts"
import { doneNote, undone } from "./done.ts"
import { eventsOf, pastOf } from "./past.ts"
import { assertOfEvents, BackfillRefused } from "./refusal.ts"

export interface BackfillOptions {
  store: Store
  metric: Plugin
  /** Event times to compute, epoch ms, widened to whole minutes; absent: all there are. */
  from?: number
  to?: number
  /** ISO 4217 currency of a shop. */
  currencyOf(shop: string): string | undefined
  onProgress?(progress: BackfillProgress): void
}

export interface BackfillProgress {
  /** Raw events read so far. */
  read: number
  /** Share of the past that is behind it, 0 to 1. */
  share: number
}

export interface BackfillReport {
  /** Raw events read, and those of them that the metric looks at in the time asked for. */
  read: number
  counted: number
  cells: number
  /** The oldest raw event read, epoch ms. */
  oldest?: number
  /** Shops whose numbers changed. */
  shops: string[]
  /** The last error of the metric; it lost the events it threw on, as it does when they come in live. */
  failure?: string
}

const MINUTE = 60_000
/** The last instant that JavaScript knows. */
const LAST = 8_640_000_000_000_000
/** A cell takes some 500 bytes while it waits for the others. */
const MOST_CELLS = 2_000_000
const CELLS_AT_ONCE = 5_000

/**
 * Computes the past of an event metric from raw events: those that each partition took before it knew the metric. It
 * folds beside live traffic, as a writer of its own, and saves all its cells in one transaction, so a reader sees the
 * old past or the new one, and a backfill that was stopped has changed nothing. What was backfilled before is left out.
 * @throws BackfillRefused where the result could not be right
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const { store, metric, onProgress } = options
  assertOfEvents(metric)
  const writer = backfillWriter(metric.name)
  const number = await store.checkpoint(writer)
  const spans = await undone(store, metric.name, wholeMinutes(options))
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
  const next = (number ?? 0) + 1
  if (pasts.length > 0) {
    await store
      .transact(writer, async tx => {
        await tx.fence(number, next)
        await tx.saveCells([doneNote(metric.name, next, spans)])
        for (let i = 0; i < cells.length; i += CELLS_AT_ONCE) await tx.saveCells(cells.slice(i, i + CELLS_AT_ONCE))
      })
      .catch(error => {
        if (!(error instanceof Fenced)) throw error
        throw new BackfillRefused(
          `another backfill of ${metric.name} finished meanwhile; nothing was changed by this one`,
        )
      })
  }
  const { read, counted, oldest, failure } = folding
  return { read, counted, oldest, failure, cells: cells.length, shops: [...new Set(cells.map(({ shop }) => shop))] }
}

function wholeMinutes({ from = 0, to = LAST }: BackfillOptions): Span {
  return { start: Math.floor(from / MINUTE) * MINUTE, end: Math.min(Math.ceil(to / MINUTE) * MINUTE, LAST) }
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
    readonly metric: Extract<Plugin, { kind: "event" }>,
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
    if (this.#deltas.size > MOST_CELLS) {
      throw new BackfillRefused(
        "the past has too many cells to be saved at once; take it in parts with --from and --to",
      )
    }
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
