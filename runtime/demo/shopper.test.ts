import { describe, expect, test } from "bun:test"
import type { Item, ShopEvent } from "../../sdk/event.ts"
import { Random } from "./random.ts"
import { shopperEvents } from "./shopper.ts"
import { groupBy } from "./testing/group.ts"
import { ACTS_PER_VISIT, FUNNEL, MEAN_PAUSE_MS, VISIT_GAP_MS } from "./visit.ts"

const START = Date.parse("2025-03-01T09:00:00Z")
const lives = play(20_000)
const events = lives.flat()
const sessions = [...groupBy(events, event => event.session_id ?? "").entries()]
  .filter(([id]) => id !== "")
  .map(([, list]) => list)

function play(shoppers: number, seed: string | number = "shoppers"): ShopEvent[][] {
  const random = new Random(seed)
  return Array.from({ length: shoppers }, (_, index) => shopperEvents(random.fork(), START + index * 250))
}

const of = (type: string) => events.filter(({ event_type }) => event_type === type)
const cents = (amount: number) => Math.round(amount * 100)

describe("a shopper's life", () => {
  test("is the same for the same seed and start, byte for byte, and another for another seed", () => {
    expect(JSON.stringify(play(500))).toBe(JSON.stringify(lives.slice(0, 500)))
    expect(JSON.stringify(play(500, "others"))).not.toBe(JSON.stringify(lives.slice(0, 500)))
  })

  test.each([
    ["product_view", FUNNEL.view],
    ["add_to_cart", FUNNEL.cart],
    ["begin_checkout", FUNNEL.checkout],
    ["purchase", FUNNEL.buy],
  ])("of 20,000 sessions the right share has a %s (%f), to within four standard errors", (type, share) => {
    const reached = sessions.filter(session => session.some(({ event_type }) => event_type === type)).length
    const error = Math.sqrt((share * (1 - share)) / sessions.length)
    expect(Math.abs(reached / sessions.length - share)).toBeLessThan(4 * error)
  })

  test("a session goes through the steps in order, and its first event is the landing page", () => {
    const order = ["page_view", "product_view", "add_to_cart", "begin_checkout", "purchase"]
    for (const session of sessions) {
      const firsts = order
        .map(step => session.findIndex(({ event_type }) => event_type === step))
        .filter(index => index >= 0)
      expect(firsts[0]).toBe(0)
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
    }
  })

  test("within a visit pauses are short; a return is a new session of the same visitor after more than half an hour", () => {
    for (const life of lives) {
      expect(new Set(life.map(({ user_id }) => user_id)).size).toBe(1)
      for (let i = 1; i < life.length; i++) {
        const pause = Date.parse(life[i]!.timestamp) - Date.parse(life[i - 1]!.timestamp)
        expect(pause > VISIT_GAP_MS).toBe(life[i]!.session_id !== life[i - 1]!.session_id || !life[i]!.session_id)
      }
    }
    const returning = lives.filter(life => new Set(life.map(({ session_id }) => session_id)).size > 1).length
    expect(returning / lives.length).toBeCloseTo(0.15, 1)
  })

  test("visits are as long and as brisk as the town counts on", () => {
    expect(Math.abs(sessions.flat().length / sessions.length / ACTS_PER_VISIT - 1)).toBeLessThan(0.03)
    const pauses = sessions.flatMap(session =>
      session.slice(1).map((event, i) => Date.parse(event.timestamp) - Date.parse(session[i]!.timestamp)),
    )
    expect(Math.abs(pauses.reduce((a, b) => a + b, 0) / pauses.length / MEAN_PAUSE_MS - 1)).toBeLessThan(0.03)
  })
})

describe("every event", () => {
  test("has what the wire type requires", () => {
    for (const event of events) {
      expect(event.event_id).toMatch(/^[0-9a-f-]{36}$/)
      expect(event.event_type).toMatch(/^[a-z][a-z0-9_]{0,62}$/)
      expect(new Date(event.timestamp).toISOString()).toBe(event.timestamp)
      expect(event.user_id).toBeTruthy()
      expect(event.location?.city && event.location.country).toBeTruthy()
    }
  })

  test("has an id of its own, ascending through a shopper's life", () => {
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length)
    for (const life of lives) {
      const ids = life.map(({ event_id }) => event_id)
      expect(ids.toSorted()).toEqual(ids)
    }
  })

  test("counts money in dollars with at most two decimals", () => {
    for (const { total_amount, tax, shipping, currency } of events) {
      for (const amount of [total_amount, tax, shipping]) {
        if (amount === undefined) continue
        expect(amount).toBeGreaterThanOrEqual(0)
        expect(amount).toBe(cents(amount) / 100)
        expect(currency).toBe("USD")
      }
    }
  })

  test("about product, cart or search names what it is about", () => {
    for (const event of events) {
      if (["product_view", "add_to_cart", "remove_from_cart"].includes(event.event_type)) {
        expect(event.product?.id && event.product.name && event.product.category && event.product.price).toBeTruthy()
      }
      if (event.event_type === "search") expect(event.query && event.results !== undefined).toBeTruthy()
    }
  })
})

describe("purchases", () => {
  const lineCents = ({ price, quantity, discount }: Item) => cents(price!) * quantity! - cents(discount ?? 0)

  test("total their items less discounts, under an order number of their own, paid in some way", () => {
    const purchases = of("purchase")
    for (const { items, total_amount, order_id, payment_method } of purchases) {
      expect(cents(total_amount!)).toBe(items!.reduce((sum, item) => sum + lineCents(item), 0))
      expect(order_id).toMatch(/^LN-[0-9A-F]{12}$/)
      expect(payment_method).toBeTruthy()
    }
    expect(new Set(purchases.map(({ order_id }) => order_id)).size).toBe(purchases.length)
  })

  test("come in variety: several products, several of one, coupons, free shipping, five ways to pay", () => {
    const purchases = of("purchase")
    expect(purchases.some(({ items }) => items!.length > 1)).toBe(true)
    expect(purchases.some(({ items }) => items!.some(({ quantity }) => quantity! > 1))).toBe(true)
    expect(purchases.some(({ coupon, items }) => coupon && items!.every(({ discount }) => discount! > 0))).toBe(true)
    expect(purchases.some(({ shipping }) => shipping === 0)).toBe(true)
    expect(new Set(purchases.map(({ payment_method }) => payment_method)).size).toBe(5)
  })

  test("bear what lies in the cart: added and never removed", () => {
    for (const life of lives) {
      const cart = new Map<string, number>()
      for (const { event_type, product, quantity, items } of life) {
        const id = product?.id ?? ""
        if (event_type === "add_to_cart") cart.set(id, (cart.get(id) ?? 0) + quantity!)
        if (event_type === "remove_from_cart") cart.set(id, cart.get(id)! - quantity!)
        if (event_type !== "purchase") continue
        for (const item of items!) cart.set(item.product.id, cart.get(item.product.id)! - item.quantity!)
        expect([...cart.values()].every(left => left === 0)).toBe(true)
      }
    }
  })

  test("some are sent back, hours to days later, never for more than was paid", () => {
    const orders = new Map(of("purchase").map(event => [event.order_id, event]))
    const refunds = of("refund")
    expect(Math.abs(new Set(refunds.map(r => r.order_id)).size / orders.size - 0.08)).toBeLessThan(0.03)
    for (const [orderId, list] of groupBy(refunds, ({ order_id }) => order_id)) {
      const order = orders.get(orderId)!
      expect(list.reduce((sum, { total_amount }) => sum + cents(total_amount!), 0)).toBeLessThanOrEqual(
        cents(order.total_amount!),
      )
      for (const refund of list) expect(refund.timestamp > order.timestamp).toBe(true)
    }
    expect(new Set(refunds.map(({ refund_id }) => refund_id)).size).toBe(refunds.length)
  })
})

describe("visits come from somewhere", () => {
  test("a tenth of searches find nothing, to 1.5 points", () => {
    const searches = of("search")
    const empty = searches.filter(({ results }) => results === 0).length
    expect(Math.abs(empty / searches.length - 0.1)).toBeLessThan(0.015)
  })

  test("from at least ten countries, by several campaigns and referrers, and often by neither", () => {
    const landings = sessions.map(session => session[0]!)
    expect(new Set(landings.map(({ location }) => location!.country)).size).toBeGreaterThanOrEqual(10)
    expect(new Set(landings.map(({ campaign }) => campaign?.name)).size).toBeGreaterThanOrEqual(5)
    expect(new Set(landings.map(({ page }) => page!.referrer)).size).toBeGreaterThanOrEqual(5)
    expect(landings.some(({ campaign, page }) => !campaign && !page!.referrer)).toBe(true)
  })
})
