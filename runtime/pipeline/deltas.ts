import { additive } from "../../plugins/kit/aggregate/additive.ts"
import type { Contribution } from "../../plugins/kit/entity.ts"
import type { Metric } from "../../plugins/kit/metric.ts"
import type { StoredMetric } from "../../plugins/kit/monoid.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import type { Entity, Minute, State } from "../store/store.ts"
import { type AnyEntityMetric, contributionsOf, isSameContribution } from "./entities.ts"
import type { Slice } from "./slice.ts"

const MINUTE = 60_000

export const minuteOf = (time: number): Minute => Math.floor(time / MINUTE)

/** One session, order or visitor gives no metric more. */
const MOST_CONTRIBUTIONS = 20_000

/** What a metric threw on in a batch. */
export interface Lost {
  on: (ShopEvent | Entity)[]
  /** It threw in the middle of one, so that what it added is of no use. */
  isTorn: boolean
}

/** What a batch adds, from zero. A metric that throws loses the event or entity it threw on, and nothing else does. */
export class Deltas {
  readonly slices: Slice[] = []
  /** The last error of each metric that threw. */
  readonly failures = new Map<string, string>()
  /** What each of them lost. */
  readonly lost = new Map<string, Lost>()
  /** One event's keys; it is filled anew for each, since this is where time goes. */
  readonly #keys: (string | undefined)[] = []
  readonly #shops = new Map<string, Map<Minute, MinuteOfShop>>()

  /** Where everything stands that falls into one minute of a shop. */
  at(shop: string, minute: Minute): MinuteOfShop {
    const minutes = this.#shops.get(shop) ?? new Map<Minute, MinuteOfShop>()
    const known = minutes.get(minute)
    if (known) return known
    const found = new MinuteOfShop(shop, minute, this.slices)
    this.#shops.set(shop, minutes.set(minute, found))
    return found
  }

  addEvent(metric: Metric, event: ShopEvent, to: MinuteOfShop): void {
    let isTorn = false
    try {
      // Every key before the first change: an event on which a dimension throws is not counted at all.
      let i = 0
      for (const dim in metric.by) this.#keys[i++] = metric.by[dim]!(event)
      addTo(to.states(metric, ""), "", metric, event)
      isTorn = true
      i = 0
      for (const dim in metric.by) {
        const key = this.#keys[i++]
        if (key) addTo(to.states(metric, dim), key, metric, event)
      }
    } catch (error) {
      this.#failed(metric, error, event, isTorn)
    }
  }

  /** New − old: what the entity contributes now, less what it contributed before. */
  addChange(metric: AnyEntityMetric, now: Entity, before: Entity | undefined): void {
    const added = this.#contributions(metric, now)
    const gone = before ? this.#contributions(metric, before) : []
    const kept = lengthInCommon(added, gone)
    if (kept === added.length && kept === gone.length) return
    const { of, negate } = additive(metric.unit)
    for (let i = kept; i < gone.length; i++) this.#contribute(metric, now.shop, gone[i]!, negate(of(gone[i]!.amount)))
    for (let i = kept; i < added.length; i++) this.#contribute(metric, now.shop, added[i]!, of(added[i]!.amount))
  }

  /** Where new − old comes to zero, the cell need not be written. */
  dropUnchanged(): void {
    for (const { plugin, states } of this.slices) {
      if (plugin.kind === "event") continue
      const { isZero } = additive(plugin.unit)
      for (const [key, state] of states) if (isZero(state)) states.delete(key)
    }
  }

  #contribute(metric: AnyEntityMetric, shop: string, { at, dim = "", key = "" }: Contribution, amount: State): void {
    const states = this.at(shop, minuteOf(at)).states(metric, dim)
    const state = states.get(key)
    states.set(key, state === undefined ? amount : additive(metric.unit).merge(state, amount))
  }

  /** A summary that makes a metric throw contributes nothing, before as after, so that new − old stays right. */
  #contributions(metric: AnyEntityMetric, entity: Entity): readonly Contribution[] {
    try {
      const contributions = contributionsOf(metric, entity)
      if (Array.isArray(contributions) && contributions.length <= MOST_CONTRIBUTIONS) return contributions
      throw new Error(`expected a list of at most ${MOST_CONTRIBUTIONS} contributions`)
    } catch (error) {
      this.#failed(metric, error, entity, false)
      return []
    }
  }

  #failed({ name }: StoredMetric, error: unknown, on: ShopEvent | Entity, isTorn: boolean): void {
    this.failures.set(name, String(error))
    const lost = this.lost.get(name)
    if (!lost) this.lost.set(name, { on: [on], isTorn })
    else {
      lost.on.push(on)
      lost.isTorn ||= isTorn
    }
  }
}

/** The slices of one minute of a shop. */
class MinuteOfShop {
  readonly #byMetric = new Map<StoredMetric, Map<string, Slice>>()

  constructor(
    readonly shop: string,
    readonly minute: Minute,
    /** All slices of the batch. */
    readonly slices: Slice[],
  ) {}

  /** The states of a dimension, by key. */
  states(plugin: StoredMetric, dim: string): Map<string, State> {
    const dims = this.#byMetric.get(plugin) ?? new Map<string, Slice>()
    const known = dims.get(dim)
    if (known) return known.states
    const { shop, minute } = this
    const slice: Slice = { shop, metric: plugin.name, minute, dim, plugin, states: new Map() }
    this.#byMetric.set(plugin, dims.set(dim, slice))
    this.slices.push(slice)
    return slice.states
  }
}

function addTo(states: Map<string, State>, key: string, metric: Metric, event: ShopEvent): void {
  const state = states.get(key)
  states.set(key, metric.add(state === undefined ? metric.zero() : state, event))
}

/** A summary that grows mostly contributes what it did and something more: what both begin with need not be touched. */
function lengthInCommon(a: readonly Contribution[], b: readonly Contribution[]): number {
  let length = 0
  while (length < a.length && length < b.length && isSameContribution(a[length]!, b[length]!)) length++
  return length
}
