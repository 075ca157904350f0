import type { ShopEvent } from "../../../sdk/event.ts"

const NOON = Date.UTC(2026, 2, 1, 12)

/** Epoch ms, so many minutes after noon of the golden day, 2026-03-01 UTC. The harness' clock stands still. */
export const goldenTime = (minutes: number): number => NOON + minutes * 60_000

const lamp = { id: "lamp", name: "Lamp", category: "Lighting", brand: "Lumen", price: 40 }
const desk = { id: "desk", name: "Desk", category: "Furniture", brand: "Holz", price: 50 }
const bulb = { id: "bulb", name: "Bulb", category: "Lighting", brand: "Lumen", price: 25 }

const ada = {
  user_id: "ada",
  session_id: "ada-1",
  location: { country: "DE", city: "Bonn" },
  campaign: { source: "newsletter", medium: "email" },
}
const bob = { user_id: "bob", session_id: "bob-1", location: { country: "US", city: "Boston" } }
const cleo = { user_id: "cleo", session_id: "cleo-1", location: { country: "FR", city: "Paris" } }

const event = (id: number, minutes: number, e: Partial<ShopEvent> & Pick<ShopEvent, "event_type">): ShopEvent => ({
  event_id: `golden-${id}`,
  timestamp: new Date(goldenTime(minutes)).toISOString(),
  currency: "USD",
  ...e,
})

/**
 * A small hour of a shop, always the same: Ada comes by the newsletter, buys two lamps and a desk for 130 and gives the
 * desk back; Bob searches, fills a cart and empties it; Cleo buys a bulb for 25 at once.
 */
export const goldenEvents: readonly ShopEvent[] = [
  event(1, 0, { event_type: "page_view", ...ada, page: { url: "https://lamps.example/" } }),
  event(2, 1, { event_type: "product_view", ...ada, product: lamp }),
  event(3, 2, { event_type: "add_to_cart", ...ada, product: lamp, quantity: 2 }),
  event(4, 3, { event_type: "add_to_cart", ...ada, product: desk, quantity: 1 }),
  event(5, 4, { event_type: "begin_checkout", ...ada }),
  event(6, 5, {
    ...{ event_type: "purchase", ...ada, order_id: "order-1", total_amount: 130, payment_method: "card" },
    items: [
      { product: lamp, quantity: 2 },
      { product: desk, quantity: 1 },
    ],
  }),
  event(7, 6, { event_type: "search", ...bob, query: "lamp", results: 1 }),
  event(8, 7, { event_type: "product_view", ...bob, product: lamp }),
  event(9, 8, { event_type: "add_to_cart", ...bob, product: lamp, quantity: 1 }),
  event(10, 9, { event_type: "remove_from_cart", ...bob, product: lamp, quantity: 1 }),
  event(11, 10, { event_type: "product_view", ...cleo, product: bulb }),
  event(12, 11, {
    ...{ event_type: "purchase", ...cleo, order_id: "order-2", total_amount: 25, payment_method: "card" },
    items: [{ product: bulb, quantity: 1 }],
  }),
  event(13, 30, {
    ...{ event_type: "refund", ...ada, order_id: "order-1", refund_id: "refund-1", total_amount: 50 },
    items: [{ product: desk, quantity: 1 }],
  }),
]
