import type { ShopEvent } from "../../sdk/event.ts"
import type { EntityMetric, EntityMetricSpec } from "./entity.ts"
import { API_VERSION } from "./metric.ts"
import { NO_CURRENCY, toMinor } from "./money.ts"

export type Source = "browser" | "server"

/** One line of an order; `amount` in minor units of the order's currency, after its discount. */
export interface OrderLine {
  product: string
  category?: string
  quantity: number
  amount: number
}

/** One report of a purchase. Amounts are minor units of `currency`. */
export interface Purchase {
  event_id: string
  time: number
  currency: string
  total: number
  lines: readonly OrderLine[]
  country?: string
}

/** One refund; `total` undefined means all that the order was worth. */
export interface Refund {
  /** `refund_id`, else `event_id`: two partial refunds of one order are two. */
  id: string
  source: Source
  event_id: string
  time: number
  currency: string
  total?: number
}

/**
 * The ledger's entry for one order: the best report of each source, and every refund once. The same events in any order
 * make the same entry.
 */
export interface OrderSummary {
  browser?: Purchase
  server?: Purchase
  /** Sorted by id. */
  refunds: readonly Refund[]
}

/** The report that counts: the server's over the browser's, then the earliest, then the smallest event id. */
export function winner(order: OrderSummary): Purchase | undefined {
  return order.server ?? order.browser
}

/** What a refund takes away, in minor units of its currency. */
export function refunded(order: OrderSummary, refund: Refund): number {
  return refund.total ?? winner(order)?.total ?? 0
}

/** The order that an event belongs to. An event without `order_id` is an order of its own: nothing is ever merged by lack. */
export function orderIdOf(e: ShopEvent): string {
  return e.order_id ? `order:${e.order_id}` : `event:${e.event_id}`
}

/** Takes a purchase or a refund into its order. Pure. */
export function addToOrder(order: OrderSummary | undefined, e: ShopEvent, source: Source, time: number): OrderSummary {
  const before = order ?? { refunds: [] }
  if (e.event_type === "refund") return { ...before, refunds: addRefund(before.refunds, refundOf(e, source, time)) }
  const report = purchaseOf(e, time)
  const known = before[source]
  return { ...before, [source]: known && !isEarlier(report, known) ? known : report }
}

function isEarlier(a: { time: number; event_id: string }, b: { time: number; event_id: string }): boolean {
  return a.time !== b.time ? a.time < b.time : a.event_id < b.event_id
}

function addRefund(refunds: readonly Refund[], refund: Refund): readonly Refund[] {
  const known = refunds.find(r => r.id === refund.id)
  if (known && !outranks(refund, known)) return refunds
  return [...refunds.filter(r => r !== known), refund].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function outranks(a: Refund, b: Refund): boolean {
  return a.source !== b.source ? a.source === "server" : isEarlier(a, b)
}

function refundOf(e: ShopEvent, source: Source, time: number): Refund {
  const currency = currencyOf(e)
  return {
    id: e.refund_id || e.event_id,
    source,
    event_id: e.event_id,
    time,
    currency,
    ...(e.total_amount === undefined ? {} : { total: toMinor(e.total_amount, currency) }),
  }
}

function purchaseOf(e: ShopEvent, time: number): Purchase {
  const currency = currencyOf(e)
  const lines = linesOf(e, currency)
  return {
    event_id: e.event_id,
    time,
    currency,
    total:
      e.total_amount === undefined
        ? lines.reduce((sum, line) => sum + line.amount, 0)
        : toMinor(e.total_amount, currency),
    lines,
    ...(e.location?.country ? { country: e.location.country } : {}),
  }
}

function linesOf(e: ShopEvent, currency: string): OrderLine[] {
  const items = e.items ?? (e.product ? [{ product: e.product, quantity: e.quantity }] : [])
  return items.map(({ product, quantity = 1, ...line }) => {
    const price = ("price" in line ? line.price : undefined) ?? product.price ?? 0
    const discount = ("discount" in line ? line.discount : undefined) ?? 0
    return {
      product: product.id,
      ...(product.category ? { category: product.category } : {}),
      quantity,
      amount: toMinor(price * quantity - discount, currency),
    }
  })
}

const currencyOf = (e: ShopEvent): string => e.currency ?? NO_CURRENCY

export interface OrderMetric extends EntityMetric<OrderSummary> {
  kind: "order"
}

/**
 * Makes a metric over orders.
 * @example
 * export default defineOrderMetric({
 *   name: "orders", title: "Orders", unit: "count",
 *   contribute: order => { const p = winner(order); return p ? [{ at: p.time, amount: 1 }] : [] },
 * })
 */
export function defineOrderMetric(spec: EntityMetricSpec<OrderSummary>): OrderMetric {
  return { apiVersion: API_VERSION, ...spec, kind: "order" }
}
