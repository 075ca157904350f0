import type { ShopEvent } from "../../sdk/event.ts"
import { earliest, isEarlier } from "./earliest.ts"
import type { EntityMetric, EntityMetricSpec } from "./entity.ts"
import { API_VERSION } from "./metric.ts"
import { type Purchase, purchaseOf, type Refund, refundOf, type Source } from "./report.ts"

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

/** The order that an event belongs to. An event without `order_id` is an order of its own: nothing is ever merged by lack. */
export function orderIdOf(e: ShopEvent): string {
  return e.order_id ? `order:${e.order_id}` : `event:${e.event_id}`
}

/** Takes a purchase or a refund into its order. Pure. */
export function addToOrder(order: OrderSummary | undefined, e: ShopEvent, source: Source, time: number): OrderSummary {
  const before = order ?? { refunds: [] }
  if (e.event_type === "refund") return { ...before, refunds: addRefund(before.refunds, refundOf(e, source, time)) }
  return { ...before, [source]: earliest(before[source], purchaseOf(e, time)) }
}

function addRefund(refunds: readonly Refund[], refund: Refund): readonly Refund[] {
  const known = refunds.find(r => r.id === refund.id)
  if (known && !outranks(refund, known)) return refunds
  return [...refunds.filter(r => r !== known), refund].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function outranks(a: Refund, b: Refund): boolean {
  return a.source !== b.source ? a.source === "server" : isEarlier(a, b)
}

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
