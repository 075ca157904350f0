import type { ShopEvent } from "../../sdk/event.ts"
import { createMint, type Mint } from "./mint.ts"
import { homes } from "./places.ts"
import type { Random } from "./random.ts"
import { type Act, type Draft, type PlacedOrder, type Shopper, VISIT_GAP_MS, visit } from "./visit.ts"

const HOUR_MS = 3_600_000
const COMES_BACK = 0.15
const SENDS_BACK = 0.08

/**
 * The life of one shopper, from `born` (epoch ms) on: a visit, perhaps more visits hours later, and days later perhaps
 * a refund. Lazy, and pure: the same random stream and birth give the same acts.
 */
export function* shopper(random: Random, born: number): Generator<Act, void> {
  const mint = createMint(random)
  const newId = () => mint(born)
  const person: Shopper = { user_id: newId(), born, location: homes.pick(random), newId, cart: [], orders: [] }
  yield* visit(random, person, 0)
  while (random.chance(COMES_BACK)) yield* visit(random, person, 2 * VISIT_GAP_MS + random.exponential(3 * HOUR_MS))
  for (const order of person.orders) if (random.chance(SENDS_BACK)) yield* refunds(random, person, order)
}

/** All that one shopper ever does, as events; `start` is their first moment, epoch ms. */
export function shopperEvents(random: Random, start: number): ShopEvent[] {
  const mint = createMint(random.fork())
  const events: ShopEvent[] = []
  let at = start
  for (const { after, event } of shopper(random, start)) {
    at += after
    events.push(happen(event, at, mint))
  }
  return events
}

/** Gives a draft its id and its time: now it has happened. */
export function happen(draft: Draft, at: number, mint: Mint): ShopEvent {
  return { event_id: mint(at), timestamp: new Date(at).toISOString(), ...draft }
}

/** The whole order comes back, or one line of it, or one line and some days later another. */
function* refunds(random: Random, person: Shopper, order: PlacedOrder): Generator<Act, void> {
  const refund = (cents: number): Act => ({
    after: 6 * HOUR_MS + random.exponential(30 * HOUR_MS),
    event: {
      event_type: "refund",
      user_id: person.user_id,
      customer_id: person.customer_id,
      order_id: order.order_id,
      refund_id: person.newId(),
      total_amount: cents / 100,
      currency: "USD",
      location: person.location,
    },
  })
  const { lines, goods } = order.quote
  if (lines.length === 1 || random.chance(0.5)) yield refund(goods)
  else {
    for (const { article, quantity, discount } of lines.slice(0, random.int(1, 2))) {
      yield refund(article.cents * quantity - discount)
    }
  }
}
