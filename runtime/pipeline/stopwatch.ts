import type { Envelope } from "../log/log.ts"
import { Deltas, minuteOf } from "./deltas.ts"
import type { EntityIndex } from "./entity-index.ts"
import type { Folded } from "./fold.ts"
import type { Registry } from "./registry.ts"

/** What a metric may take for each event or summary that it looks at, on average over a batch, ms. */
export const TIME_BUDGET = 1
/** A fold that takes less is nobody's trouble, ms: collecting garbage may take as long. */
const NOT_WORTH_LOOKING = 50

/**
 * Metrics that take more time than they may, with what they took, as a reason. Nobody is timed as long as folding is
 * quick: only where a batch took too long as a whole is it folded again, metric by metric, to see whose fault it was.
 * @param took ms that the fold took
 */
export function slowMetrics(
  registry: Registry,
  before: EntityIndex,
  { entities }: Folded,
  envelopes: readonly Envelope[],
  took: number,
  now: () => number = performance.now.bind(performance),
): ReadonlyMap<string, string> {
  const slow = new Map<string, string>()
  if (took < NOT_WORTH_LOOKING || took < envelopes.length * TIME_BUDGET) return slow
  for (const metric of registry.metrics.values()) {
    const deltas = new Deltas()
    let count = 0
    const began = now()
    if (metric.kind === "event") {
      for (const { shop, event } of envelopes) {
        if (!registry.metricsOn(event.event_type).includes(metric)) continue
        deltas.addEvent(metric, event, deltas.at(shop, minuteOf(Date.parse(event.timestamp))))
        count++
      }
    } else if (metric.kind !== "derived") {
      for (const entity of entities) {
        if (entity.kind !== metric.kind) continue
        deltas.addChange(metric, entity, before.get(entity))
        count++
      }
    }
    const each = (now() - began) / count
    if (each > TIME_BUDGET)
      slow.set(metric.name, `took ${each.toFixed(1)} ms for each event, and may take ${TIME_BUDGET}`)
  }
  return slow
}
