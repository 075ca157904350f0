import type { Envelope } from "../log/log.ts"
import type { Entity } from "../store/store.ts"
import { Deltas, type Lost, minuteOf } from "./deltas.ts"
import { idsOf, withEvent } from "./entities.ts"
import { EntityIndex } from "./entity-index.ts"
import type { Registry } from "./registry.ts"
import type { Slice } from "./slice.ts"

export interface Folded {
  /** What the batch adds to cells: folded from zero, to be merged with whatever a cell holds. */
  slices: readonly Slice[]
  /** Sessions, orders and visitors that changed, as they are now. */
  entities: readonly Entity[]
  /** The last error of each metric that threw; it lost those events, the others did not. */
  failures: ReadonlyMap<string, string>
  /** What each of those lost. */
  lost: ReadonlyMap<string, Lost>
}

/**
 * Folds a batch of admitted events. Pure: no clock, no I/O; the same events in any order and any split into batches
 * give the same cells, because states are commutative monoids and summaries do not depend on order.
 * @param before what exists of the entities that `idsOf` the envelopes names
 */
export function fold(registry: Registry, before: EntityIndex, envelopes: readonly Envelope[]): Folded {
  const deltas = new Deltas()
  const after = new EntityIndex()
  for (const envelope of envelopes) {
    const { shop, event, bot } = envelope
    const time = Date.parse(event.timestamp)
    const minute = deltas.at(shop, minuteOf(time))
    if (bot) for (const metric of registry.botMetrics) deltas.addEvent(metric, event, minute)
    if (bot?.excluded) continue
    for (const metric of registry.metricsOn(event.event_type)) deltas.addEvent(metric, event, minute)
    for (const id of idsOf(envelope)) {
      const known = after.get(id) ?? before.get(id)
      const now = withEvent(id, known, envelope, time)
      if (now !== known) after.set(now)
    }
  }
  const entities = [...after]
  for (const entity of entities) {
    for (const metric of registry.entityMetrics[entity.kind]) deltas.addChange(metric, entity, before.get(entity))
  }
  deltas.dropUnchanged()
  return { slices: deltas.slices, entities, failures: deltas.failures, lost: deltas.lost }
}
