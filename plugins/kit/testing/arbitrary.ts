import fc from "fast-check"
import type { ShopEvent } from "../../../sdk/event.ts"

/** Few of each id, so that events of a history meet in the same visitors, sessions, orders and products. */
const few = (prefix: string, n: number) => fc.integer({ min: 1, max: n }).map(i => `${prefix}_${i}`)

const cents = fc.integer({ min: 0, max: 1_000_000 }).map(minor => minor / 100)

const product = fc.record({
  id: few("product", 5),
  category: fc.constantFrom("Shoes", "Hats", "constructor", "__proto__"),
  price: cents,
})

/** Events over four hours from 2026-03-01T12:00Z, of every type, with equal ids never meant to be equal events. */
export const shopEvent: fc.Arbitrary<ShopEvent> = fc
  .record(
    {
      event_id: fc.uuid(),
      event_type: fc.constantFrom(
        "page_view",
        "product_view",
        "add_to_cart",
        "remove_from_cart",
        "begin_checkout",
        "purchase",
        "refund",
        "search",
        "wishlist",
      ),
      timestamp: fc
        .integer({ min: 0, max: 4 * 3_600_000 })
        .map(ms => new Date(Date.UTC(2026, 2, 1, 12) + ms).toISOString()),
      user_id: few("visitor", 4),
      session_id: few("session", 6),
      order_id: fc.oneof(few("order", 4), fc.constant("")),
      refund_id: few("refund", 3),
      product,
      quantity: fc.integer({ min: 1, max: 9 }),
      total_amount: cents,
      currency: fc.constantFrom("USD", "USD", "JPY", "KWD"),
      items: fc.array(fc.record({ product, quantity: fc.integer({ min: 1, max: 3 }) }), { maxLength: 3 }),
      location: fc.record({ country: fc.constantFrom("US", "DE", "JP") }),
      query: few("query", 3),
    },
    {
      requiredKeys: ["event_id", "event_type", "timestamp"],
    },
  )
  .map(e => (e.user_id || e.session_id ? e : { ...e, user_id: "visitor_1" }))

/** A history of events with distinct ids. */
export const history = (maxLength = 40): fc.Arbitrary<ShopEvent[]> =>
  fc.uniqueArray(shopEvent, { selector: e => e.event_id, maxLength })
