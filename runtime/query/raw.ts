import { additive } from "../../plugins/kit/aggregate/additive.ts"
import type { Contribution } from "../../plugins/kit/entity.ts"
import type { Metric } from "../../plugins/kit/metric.ts"
import { Refusal } from "../errors.ts"
import type { Registry } from "../pipeline/registry.ts"
import { MINUTE } from "../store/calendar.ts"
import type { CellRow, Page, Shop, State, Store } from "../store/store.ts"
import type { Restriction } from "./restriction.ts"
import { mergeStates, type StoredMetric } from "./states.ts"
import type { TimeRange } from "./window.ts"

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

/** An answer made of single events may take this long, and no longer than that holds up the store's other readers. */
export const BUDGET_MS = 2_000
const PAGE = 2_000

/**
 * Reads from raw events, and for metrics over sessions, orders and visitors from their summaries. All that one answer
 * reads shares one budget.
 */
export function createRawRows({ store, shop, registry, clock, keptFrom }: RawOptions): RawRows {
  const deadline = clock() + BUDGET_MS

  async function eachPage<Row>(read: (cursor?: string) => Promise<Page<Row>>, take: (row: Row) => void): Promise<void> {
    let cursor: string | undefined
    do {
      if (clock() > deadline) throw tooMuch()
      const page = await read(cursor)
      for (const row of page.rows) take(row)
      cursor = page.next
    } while (cursor !== undefined)
  }

  return async (plugin, by, only, range) => {
    if (range.from < keptFrom) throw tooOld(keptFrom)
    const rows = new Map<string, CellRow>()
    const add = (t: number, key: string, state: State): void => {
      const minute = Math.floor(t / MINUTE) * MINUTE
      const at = `${minute} ${key}`
      const known = rows.get(at)
      if (known) known.state = mergeStates(plugin, [known.state, state])
      else rows.set(at, { t: minute, key, state })
    }
    if (plugin.kind === "event") {
      await eachPage(
        cursor => store.rawEvents({ shop: shop.id, ...range }, PAGE, cursor),
        ({ event }) => {
          if (!registry.metricsOn(event.event_type).includes(plugin)) return
          const key = keyUnder(plugin, by, only, event)
          if (key !== undefined) add(Date.parse(event.timestamp), key, plugin.add(plugin.zero(), event))
        },
      )
    } else {
      // Whatever falls into the range was a change in it or later.
      const query = { shop: shop.id, kind: plugin.kind, from: range.from, to: Number.MAX_SAFE_INTEGER }
      await eachPage(
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

function tooMuch(): Refusal {
  const message = `filter: this takes longer than ${BUDGET_MS / 1000} s to read from single events; ask for a shorter window`
  return new Refusal("too_much_to_read", message, { parameter: "filter" })
}

function tooOld(keptFrom: number): Refusal {
  const from = new Date(keptFrom).toISOString()
  const message = `filter: expected a window that begins after ${from}, from where single events are kept`
  return new Refusal("bad_parameter", message, { parameter: "filter", expected: `from ${from}` })
}
