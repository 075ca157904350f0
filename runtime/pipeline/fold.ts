import { additive } from "../../plugins/kit/aggregate/additive.ts"
import type { Contribution } from "../../plugins/kit/entity.ts"
import type { Metric } from "../../plugins/kit/metric.ts"
import type { Envelope } from "../log/log.ts"
import type { CellId, Entity, State } from "../store/store.ts"
import { type AnyEntityMetric, contributionsOf, entityKey, idsOf, sameContributions, withEvent } from "./entities.ts"
import type { Registry } from "./registry.ts"

/** What a batch adds to one cell: folded from zero, to be merged with whatever the cell holds. */
export interface CellDelta extends CellId {
  plugin: Metric | AnyEntityMetric
  state: State
}

export interface Folded {
  /** By `cellKey`. */
  cells: ReadonlyMap<string, CellDelta>
  /** Sessions, orders and visitors that changed, as they are now. */
  entities: readonly Entity[]
  /** The last error of each metric that threw; it lost those events, the others did not. */
  failures: ReadonlyMap<string, string>
}

const MINUTE = 60_000

/** One string per cell. */
export const cellKey = ({ shop, metric, minute, dim, key }: CellId): string => keyOf(shop, metric, minute, dim, key)

/** The key comes last because it is the only part that may hold any character. */
const keyOf = (shop: string, metric: string, minute: number, dim: string, key: string): string =>
  `${shop}\0${metric}\0${minute}\0${dim}\0${key}`

/**
 * Folds a batch of admitted events. Pure: no clock, no I/O; the same events in any order and any split into batches
 * give the same cells, because states are commutative monoids and summaries do not depend on order.
 * @param before the entities of `entitiesOf(envelopes)` that exist, by `entityKey`
 */
export function fold(registry: Registry, before: ReadonlyMap<string, Entity>, envelopes: readonly Envelope[]): Folded {
  const deltas = new Deltas()
  const after = new Map<string, Entity>()
  for (const envelope of envelopes) {
    const time = Date.parse(envelope.event.timestamp)
    if (envelope.bot) for (const metric of registry.botMetrics) deltas.addEvent(metric, envelope, time)
    if (envelope.bot?.excluded) continue
    for (const metric of registry.metricsOn(envelope.event.event_type)) deltas.addEvent(metric, envelope, time)
    for (const id of idsOf(envelope)) {
      const key = entityKey(id)
      const known = after.get(key) ?? before.get(key)
      const now = withEvent(id, known, envelope, time)
      if (now !== known) after.set(key, now)
    }
  }
  for (const [key, entity] of after) {
    for (const metric of registry.entityMetrics[entity.kind]) deltas.addChange(metric, entity, before.get(key))
  }
  deltas.dropUnchanged()
  return { cells: deltas.cells, entities: [...after.values()], failures: deltas.failures }
}

/** Collects what a batch adds. A metric that throws loses the event or entity it threw on, and nothing else does. */
class Deltas {
  readonly cells = new Map<string, CellDelta>()
  readonly failures = new Map<string, string>()

  addEvent(metric: Metric, { shop, event }: Envelope, time: number): void {
    const minute = Math.floor(time / MINUTE)
    try {
      this.#update(metric, shop, minute, "", "", state => metric.add(state, event))
      for (const dim in metric.by) {
        const key = metric.by[dim]!(event)
        if (key) this.#update(metric, shop, minute, dim, key, state => metric.add(state, event))
      }
    } catch (error) {
      this.failures.set(metric.name, String(error))
    }
  }

  /** New − old: what the entity contributes now, less what it contributed before. */
  addChange(metric: AnyEntityMetric, now: Entity, before: Entity | undefined): void {
    const added = this.#contributions(metric, now)
    const gone = before ? this.#contributions(metric, before) : []
    if (sameContributions(added, gone)) return
    const { of, merge, negate } = additive(metric.unit)
    const add = ({ at, amount, dim = "", key = "" }: Contribution, signed: (state: State) => State) =>
      this.#update(metric, now.shop, Math.floor(at / MINUTE), dim, key, state => merge(state, signed(of(amount))))
    for (const contribution of gone) add(contribution, negate)
    for (const contribution of added) add(contribution, state => state)
  }

  /** Where new − old comes to zero, the cell need not be written. */
  dropUnchanged(): void {
    for (const [key, { plugin, state }] of this.cells) {
      if (plugin.kind !== "event" && additive(plugin.unit).isZero(state)) this.cells.delete(key)
    }
  }

  /** A summary that makes a metric throw contributes nothing, before as after, so that new − old stays right. */
  #contributions(metric: AnyEntityMetric, entity: Entity): readonly Contribution[] {
    try {
      return contributionsOf(metric, entity)
    } catch (error) {
      this.failures.set(metric.name, String(error))
      return []
    }
  }

  #update(
    plugin: CellDelta["plugin"],
    shop: string,
    minute: number,
    dim: string,
    key: string,
    change: (state: State) => State,
  ): void {
    const metric = plugin.name
    const at = keyOf(shop, metric, minute, dim, key)
    const delta = this.cells.get(at)
    if (delta) delta.state = change(delta.state)
    else this.cells.set(at, { shop, metric, minute, dim, key, plugin, state: change(zeroOf(plugin)) })
  }
}

const zeroOf = (plugin: CellDelta["plugin"]): State =>
  plugin.kind === "event" ? plugin.zero() : additive(plugin.unit).zero()
