import type { StoredMetric } from "../../plugins/kit/monoid.ts"
import type { Envelope } from "../log/log.ts"
import { Deltas, minuteOf } from "./deltas.ts"
import type { Folded } from "./fold.ts"
import type { Registry } from "./registry.ts"

/** What a metric may take for each event or summary that it looks at, on average over a batch, ms. */
export const TIME_BUDGET = 1
/** A fold that takes less is nobody's trouble, ms: collecting garbage may take as long. */
const NOT_WORTH_LOOKING = 50
/** Nor is a metric whose share of such a fold is small. */
const SHARE = 0.2

/** A batch that was folded. */
export interface Timed {
  registry: Registry
  folded: Pick<Folded, "changes">
  envelopes: readonly Envelope[]
  /** What the fold took, ms. */
  took: number
}

/**
 * Metrics that take more time than they may, with what they took, as a reason. Nobody is timed as long as folding is
 * quick: only where a batch took too long as a whole is it folded again, metric by metric, to see whose fault it was.
 * @param now ms
 */
export function slowMetrics(batch: Timed, now = (): number => performance.now()): ReadonlyMap<string, string> {
  const { registry, envelopes, took } = batch
  const slow = new Map<string, string>()
  if (took < NOT_WORTH_LOOKING || took < envelopes.length * TIME_BUDGET) return slow
  for (const metric of registry.metrics.values()) {
    if (metric.kind === "derived") continue
    const isTooMuch = ({ ms, count }: Taken) => ms > took * SHARE && ms > count * TIME_BUDGET
    const once = time(metric, batch, now)
    if (!isTooMuch(once)) continue
    // What else the machine does only adds: the lesser of two is nearer to the truth.
    const again = time(metric, batch, now)
    if (!isTooMuch(again)) continue
    const each = Math.min(once.ms, again.ms) / once.count
    slow.set(metric.name, `took ${each.toFixed(1)} ms for each event, and may take ${TIME_BUDGET}`)
  }
  return slow
}

interface Taken {
  ms: number
  /** Events or summaries that it looked at. */
  count: number
}

function time(metric: StoredMetric, { registry, folded, envelopes }: Timed, now: () => number): Taken {
  const deltas = new Deltas()
  let count = 0
  const began = now()
  if (metric.kind === "event") {
    for (const { shop, event } of envelopes) {
      if (!registry.metricsOn(event.event_type).includes(metric)) continue
      deltas.addEvent(metric, event, deltas.at(shop, minuteOf(Date.parse(event.timestamp))))
      count++
    }
  } else {
    for (const { before, now: entity } of folded.changes) {
      if (entity.kind !== metric.kind) continue
      deltas.addChange(metric, entity, before)
      count++
    }
  }
  return { ms: now() - began, count }
}
