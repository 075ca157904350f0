import { expect, test } from "bun:test"
import type { Envelope } from "../log/log.ts"
import { accept, type Sender } from "./accept.ts"
import { anEvent, NOW, SHOP } from "./testing/collector.ts"

const received_at = new Date(NOW).toISOString()
const page: Sender = { shop: SHOP, source: "browser", receivedAt: NOW, received_at, skew: 0 }
const server: Sender = { ...page, source: "server" }

const codeOf = (event: unknown, sender = page) => {
  const result = accept(event, sender)
  return "code" in result ? result.code : "accepted"
}
const accepted = (event: unknown, sender = page) => accept(event, sender) as Envelope
const at = (ms: number) => anEvent({ timestamp: new Date(ms).toISOString() })
const DAY = 86_400_000

test("an envelope says whose the event is, who vouches for it and when it came", () => {
  expect(accept(anEvent(), page)).toEqual({
    shop: "demo",
    source: "browser",
    received_at,
    event: anEvent({ currency: "EUR" }),
  })
})

test("a visitor is needed; an order does for a server", () => {
  const orphan = { user_id: undefined, session_id: undefined }
  const order = { ...orphan, event_type: "purchase", total_amount: 1, order_id: "o1" }
  expect(codeOf(anEvent({ user_id: undefined }))).toBe("accepted")
  expect(codeOf(anEvent({ session_id: undefined }))).toBe("accepted")
  expect(codeOf(anEvent({ session_id: "", user_id: "" }))).toBe("missing_visitor")
  expect(codeOf(anEvent(order))).toBe("missing_visitor")
  expect(codeOf(anEvent(order), server)).toBe("accepted")
  expect(codeOf(anEvent({ ...order, order_id: "" }), server)).toBe("missing_visitor")
})

test("the window reaches from 7 days back to 5 minutes ahead", () => {
  expect(codeOf(at(NOW - 7 * DAY))).toBe("accepted")
  expect(codeOf(at(NOW - 7 * DAY - 1))).toBe("too_old")
  expect(codeOf(at(NOW + 300_000))).toBe("accepted")
  expect(codeOf(at(NOW + 300_001))).toBe("in_future")
})

test("skew moves the time before the window is looked at", () => {
  const behind = { ...page, skew: 30 * DAY }
  expect(accepted(at(NOW - 30 * DAY), behind).event.timestamp).toBe(received_at)
  expect(codeOf(at(NOW), behind)).toBe("in_future")
})

test("other zones are written as UTC", () => {
  const event = anEvent({ timestamp: "2025-01-03T12:29:50+02:00" })
  expect(accepted(event).event.timestamp).toBe("2025-01-03T10:29:50.000Z")
})

test("the currency is the shop's unless the event says", () => {
  expect(accepted(anEvent({ currency: "usd" })).event.currency).toBe("USD")
  expect(accepted(anEvent({ currency: "" })).event.currency).toBe("EUR")
  expect(codeOf(anEvent({ currency: "$" }))).toBe("invalid_field")
})

test("a purchase needs an amount, or items that come to one", () => {
  const purchase = (changes: object) => anEvent({ event_type: "purchase", ...changes })
  expect(codeOf(purchase({}))).toBe("missing_amount")
  expect(codeOf(purchase({ items: [] }))).toBe("missing_amount")
  expect(codeOf(purchase({ items: [{ product: { id: "p" } }] }))).toBe("missing_amount")
  expect(codeOf(purchase({ total_amount: -1 }))).toBe("invalid_amount")
  expect(codeOf(purchase({ total_amount: 0 }))).toBe("accepted")
  const items = [{ product: { id: "p", price: 10 }, quantity: 3, discount: 0.5 }]
  expect(accepted(purchase({ items })).event.total_amount).toBe(29.5)
  expect(accepted(purchase({ items, total_amount: 25 })).event.total_amount).toBe(25)
  expect(codeOf(purchase({ items: [{ product: { id: "p", price: 1 }, discount: 2 }] }))).toBe("invalid_amount")
})

test("a refund may not add to revenue, and may leave its amount open", () => {
  const refund = (changes: object) => anEvent({ event_type: "refund", order_id: "o1", ...changes })
  expect(codeOf(refund({ total_amount: -5 }))).toBe("invalid_amount")
  expect(codeOf(refund({ total_amount: 5 }))).toBe("accepted")
  expect(codeOf(refund({}))).toBe("accepted")
})

test("a shop may take refunds from its server only", () => {
  const refund = anEvent({ event_type: "refund", total_amount: 5 })
  const shop = { ...SHOP, browser_refunds: false }
  expect(codeOf(refund, { ...page, shop })).toBe("refund_not_allowed")
  expect(codeOf(refund, { ...server, shop })).toBe("accepted")
})

test.each([
  [null, "invalid_event"],
  [7, "invalid_event"],
  [[], "invalid_event"],
  [{}, "missing_event_id"],
  [anEvent({ event_id: "" }), "missing_event_id"],
  [anEvent({ event_id: 5 }), "invalid_event_id"],
  [anEvent({ event_type: "DROP TABLE" }), "invalid_event_type"],
  [anEvent({ timestamp: undefined }), "invalid_timestamp"],
  [anEvent({ timestamp: "2025-01-03T10:30:00" }), "invalid_timestamp"],
  [anEvent({ timestamp: NOW }), "invalid_timestamp"],
])("%j is refused as %s", (event, code) => {
  expect(codeOf(event)).toBe(code)
})

test("a verdict names the field, what was expected and what came", () => {
  const event = anEvent({ items: [{ product: { id: "p" }, quantity: "two" }] })
  expect(accept(event, page)).toEqual({
    code: "invalid_field",
    message: 'expected items[0].quantity to be a whole number from 1 to 1000000, got "two"; correct it',
  })
  const long = accept(anEvent({ coupon: "x".repeat(5_000) }), page)
  expect("message" in long && long.message.length).toBeLessThan(300)
})
