import { describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../sdk/event.ts"
import { addToOrder, type OrderSummary, orderIdOf, winner } from "./order.ts"
import type { Source } from "./report.ts"
import { refunded } from "./sale.ts"

type Report = [source: Source, e: Partial<ShopEvent> & { event_id: string }]

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString()
const ledger = (...reports: Report[]): OrderSummary =>
  reports.reduce<OrderSummary | undefined>((order, [source, fields]) => {
    const e: ShopEvent = { event_type: "purchase", timestamp: at(0), currency: "USD", order_id: "o", ...fields }
    return addToOrder(order, e, source, Date.parse(e.timestamp))
  }, undefined)!

const permutations = <T>(list: T[]): T[][] =>
  list.length < 2 ? [list] : list.flatMap((x, i) => permutations(list.toSpliced(i, 1)).map(rest => [x, ...rest]))

describe("an order", () => {
  test("reported by pixel and server is worth what the server says, whichever came first", () => {
    const pixel: Report = ["browser", { event_id: "a", total_amount: 90, timestamp: at(0) }]
    const server: Report = ["server", { event_id: "b", total_amount: 80, timestamp: at(9) }]
    for (const order of [ledger(pixel, server), ledger(server, pixel)]) expect(winner(order)?.total).toBe(8000)
  })
  test("reported twice by one source counts its earliest report, then the smaller event id", () => {
    const reports: Report[] = [
      ["browser", { event_id: "c", total_amount: 3, timestamp: at(2) }],
      ["browser", { event_id: "b", total_amount: 2, timestamp: at(1) }],
      ["browser", { event_id: "a", total_amount: 1, timestamp: at(1) }],
    ]
    for (const order of permutations(reports)) expect(winner(ledger(...order))?.event_id).toBe("a")
  })
  test("without an id is an order of its own", () => {
    const e = { event_type: "purchase", timestamp: at(0), order_id: "" }
    expect(orderIdOf({ ...e, event_id: "1" })).not.toBe(orderIdOf({ ...e, event_id: "2" }))
    expect(orderIdOf({ ...e, event_id: "1", order_id: "x" })).toBe(orderIdOf({ ...e, event_id: "2", order_id: "x" }))
  })
  test("without a total is worth the sum of its lines less their discounts", () => {
    const items = [
      { product: { id: "p", price: 10 }, quantity: 3, discount: 5 },
      { product: { id: "q", price: 10 }, price: 7.5 },
    ]
    expect(winner(ledger(["browser", { event_id: "a", items }]))?.total).toBe(3250)
  })
})

describe("refunds", () => {
  const bought: Report = ["browser", { event_id: "a", total_amount: 50 }]
  const refund = (event_id: string, fields: Partial<ShopEvent>): Report => [
    "server",
    { event_id, event_type: "refund", ...fields },
  ]
  test("two partial ones both count", () => {
    const order = ledger(bought, refund("r1", { total_amount: 10 }), refund("r2", { total_amount: 10 }))
    expect(order.refunds.map(r => refunded(order, r))).toEqual([1000, 1000])
  })
  test("one reported twice under its refund id counts once, in any order", () => {
    const reports = [
      bought,
      refund("r1", { refund_id: "x", total_amount: 10, timestamp: at(3) }),
      refund("r2", { refund_id: "x", total_amount: 12, timestamp: at(2) }),
    ]
    for (const order of permutations(reports)) expect(ledger(...order).refunds.map(r => r.total)).toEqual([1200])
  })
  test("one without an amount gives everything back, even when it arrives before the purchase", () => {
    for (const reports of permutations([bought, refund("r", {})])) {
      const order = ledger(...reports)
      expect(refunded(order, order.refunds[0]!)).toBe(5000)
    }
  })
})
