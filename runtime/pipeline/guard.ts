import type { StoredMetric } from "../../plugins/kit/monoid.ts"
import type { Batch, Offset } from "../log/log.ts"
import type { Breaker } from "../plugins/breaker.ts"
import type { Folded } from "./fold.ts"
import type { Missed } from "./missed.ts"
import { problemOfKey, problemOfState } from "./nonsense.ts"
import { createRegistry, type Registry } from "./registry.ts"
import type { Slice } from "./slice.ts"

/** A metric that throws on more of a batch loses all of it: so many notes are too many to mend one by one. */
const MOST_SINGLE = 20

/**
 * Keeps what metrics do wrong in one batch to themselves. What a metric adds in a batch is either whole, or lacks single
 * events that are noted, or is left out and the batch noted: what is missing can always be told and mended.
 */
export class Guard {
  /** What the batch is folded with: all metrics but those whose circuit is open. */
  readonly registry: Registry
  /** Metrics whose part of the batch is left out, with the reason. */
  readonly spoiled = new Map<string, string>()
  readonly #pausing: readonly StoredMetric[]

  constructor(
    readonly all: Registry,
    readonly breaker?: Breaker,
  ) {
    this.#pausing = breaker?.isQuiet === false ? storedIn(all).filter(one => breaker.stateOf(one) === "open") : []
    const pausing = new Set<unknown>(this.#pausing)
    this.registry =
      pausing.size === 0 ? all : createRegistry([...all.metrics.values()].filter(plugin => !pausing.has(plugin)))
  }

  /** The slices that can be stored. */
  sane({ slices, failures, lost }: Folded): readonly Slice[] {
    for (const [metric, { on, isTorn }] of lost) {
      if (isTorn || on.length > MOST_SINGLE) this.spoil(metric, failures.get(metric)!)
    }
    for (const slice of slices) {
      const problem = problemOfSlice(slice)
      if (problem) this.spoil(slice.metric, problem)
    }
    return this.without(slices)
  }

  readonly spoil = (metric: string, reason: string): void => {
    if (!this.spoiled.has(metric)) this.spoiled.set(metric, reason)
  }

  /** Those of metrics whose part is not left out. */
  without<T extends { metric: string }>(parts: readonly T[]): readonly T[] {
    return this.spoiled.size === 0 ? parts : parts.filter(({ metric }) => !this.spoiled.has(metric))
  }

  /**
   * What single events and all of the batch the metrics did not count.
   * @param offsetOf where an event of the batch stands; undefined for one of another batch that was folded with it
   */
  missed(
    { log, partition, from, next }: Batch,
    { lost }: Folded,
    offsetOf: (event: object) => Offset | undefined,
  ): Missed[] {
    const missed: Missed[] = []
    for (const { name } of this.#pausing) missed.push({ metric: name, log, partition, from, next })
    for (const name of this.spoiled.keys()) missed.push({ metric: name, log, partition, from, next })
    for (const [metric, { on }] of lost) {
      // A session, order or visitor is whole in the store: its metrics are mended from there.
      if (this.spoiled.has(metric) || this.all.metrics.get(metric)?.kind !== "event") continue
      for (const event of on) {
        const offset = offsetOf(event)
        if (offset !== undefined) missed.push({ metric, log, partition, from: offset, next: offset + 1 })
      }
    }
    return missed
  }

  /** Tells the breaker how the batch went, once it is committed. @param slow metrics that took too long */
  settle({ slices, lost }: Folded, slow: ReadonlyMap<string, string>): void {
    const { breaker } = this
    if (!breaker) return
    const counting = new Set(slices.flatMap(({ plugin, states }) => (states.size > 0 ? [plugin] : [])))
    for (const [metric, plugin] of this.registry.metrics) {
      if (plugin.kind === "derived") continue
      const isMute = lost.has(metric) && !counting.has(plugin)
      if (isMute || slow.has(metric) || this.spoiled.has(metric)) breaker.failed(plugin)
      else if (!breaker.isQuiet && counting.has(plugin)) breaker.passed(plugin)
    }
  }
}

const storedIn = ({ metrics }: Registry): StoredMetric[] =>
  [...metrics.values()].filter(plugin => plugin.kind !== "derived")

function problemOfSlice({ minute, dim, states }: Slice): string | undefined {
  if (!Number.isSafeInteger(minute)) return `expected a time, got the minute ${minute}`
  for (const [key, state] of states) {
    const problem = problemOfState(state) ?? (dim === "" ? undefined : problemOfKey(key))
    if (problem) return problem
  }
  return undefined
}
