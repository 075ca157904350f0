import { additive } from "../../plugins/kit/aggregate/additive.ts"
import type { Contribution } from "../../plugins/kit/entity.ts"
import type { Metric } from "../../plugins/kit/metric.ts"
import type { Registry } from "../pipeline/registry.ts"
import { MINUTE } from "../store/calendar.ts"
import type { CellRow, Shop, State, Store } from "../store/store.ts"
import { assertKept, createBudget } from "./budget.ts"
import type { Restriction } from "./restriction.ts"
import { mergeStates, type StoredMetric } from "./states.ts"
import { LAST_INSTANT, type TimeRange } from "./window.ts"

/** Makes the rows that no cells hold: a metric by one dimension, restricted to a value of another. */
export type RawRows = (plugin: StoredMetric, by: string, only: Restriction, range: TimeRange) => Promise<CellRow[]>

export interface RawOptions {
  store: Pick<Store, "rawEvents" | "changedEntities">
  shop: Shop
  registry: Registry
  /** Epoch ms. */
  clock(): number
  /** Raw events are kept from here on, epoch ms. */
  keptFrom: number
}

const PAGE = 2_000
const PARAMETER = "filter"

/**
 * Reads from raw events, and for metrics over sessions, orders and visitors from their summaries. All that one answer
 * reads shares one budget.
 */
export function createRawRows({ store, shop, registry, clock, keptFrom }: RawOptions): RawRows {
  const eachRow = createBudget(clock, PARAMETER)

  return async (plugin, by, only, range) => {
    assertKept(range.from, keptFrom, PARAMETER)
    const rows = new Map<string, CellRow>()
    const add = (t: number, key: string, state: State): void => {
      const minute = Math.floor(t / MINUTE) * MINUTE
      const at = `${minute} ${key}`
      const known = rows.get(at)
      if (known) known.state = mergeStates(plugin, [known.state, state])
      else rows.set(at, { t: minute, key, state })
    }
    if (plugin.kind === "event") {
      await eachRow(
        cursor => store.rawEvents({ shop: shop.id, ...range }, PAGE, cursor),
        ({ event }) => {
          if (!registry.metricsOn(event.event_type).includes(plugin)) return
          const key = keyUnder(plugin, by, only, event)
          if (key !== undefined) add(Date.parse(event.timestamp), key, plugin.add(plugin.zero(), event))
        },
      )
    } else {
      // Whatever falls into the range was a change in it or later.
      const query = { shop: shop.id, kind: plugin.kind, from: range.from, to: LAST_INSTANT }
      await eachRow(
        cursor => store.changedEntities(query, PAGE, cursor),
        ({ summary }) => {
          for (const { at, key, amount } of contributionsUnder(plugin.contribute(summary as never), by, only)) {
            if (at >= range.from && at < range.to) add(at, key, additive(plugin.unit).of(amount))
          }
        },
      )
    }
    return [...rows.values()]
  }
}

function keyUnder({ by }: Metric, dim: string, only: Restriction, event: Parameters<Metric["add"]>[1]) {
  return by?.[only.dim]?.(event) === only.key ? by[dim]?.(event) : undefined
}

/**
 * A contribution names one key of one dimension, so of an order of two categories and one country what counts for a
 * category in that country is what it gave to the category; and of an order in one category by product, what it gave to
 * the products. Where both have several keys, nobody can say which belong together, and nothing is told.
 */
export function contributionsUnder(
  contributions: readonly Contribution[],
  by: string,
  only: Restriction,
): { at: number; key: string; amount: Contribution["amount"] }[] {
  const times = new Set(contributions.map(({ at }) => at))
  return [...times].flatMap(at => {
    const now = contributions.filter(contribution => contribution.at === at)
    const split = now.filter(({ dim }) => dim === by)
    const restricted = now.filter(({ dim }) => dim === only.dim)
    const within = restricted.filter(({ key }) => key === only.key)
    if (within.length === 0 || split.length === 0) return []
    if (keysIn(restricted) === 1) return split.map(({ key = "", amount }) => ({ at, key, amount }))
    if (keysIn(split) === 1) return within.map(({ amount }) => ({ at, key: split[0]!.key ?? "", amount }))
    return []
  })
}

const keysIn = (contributions: readonly Contribution[]): number => new Set(contributions.map(({ key }) => key)).size
