import { expect, test } from "bun:test"
import * as fc from "fast-check"
import { liveShop } from "./testing/shop.ts"

/** An answer without what changes by itself. */
const numbersOf = (data: unknown) =>
  JSON.parse(JSON.stringify(data, (key, value) => (key === "as_of" || key === "rev" ? undefined : value)))

test("whatever commits when, a socket that keeps the newest frame of each topic holds what REST answers", async () => {
  const topics = [
    "revenue?minutes=3&step=1m",
    "active_users",
    "conversion_rate?minutes=10&by=country",
    "live?minutes=2",
    "products/trending?minutes=3",
    "funnel?hours=1",
    "geographic?hours=1",
    "alerts",
    "events?limit=5",
    "goals",
  ]
  const event = fc.oneof(
    fc.record({
      event_type: fc.constant("purchase"),
      total_amount: fc.integer({ min: 1, max: 500 }),
      order_id: fc.constantFrom("a", "b", "c", "d", "e"),
      location: fc.record({ country: fc.constantFrom("DE", "US") }),
    }),
    fc.record({
      event_type: fc.constantFrom("product_view", "add_to_cart"),
      session_id: fc.constantFrom("s1", "s2"),
      product: fc.record({ id: fc.constantFrom("lamp", "bulb"), name: fc.constantFrom("Lamp", "New lamp") }),
      user_id: fc.constantFrom("ada", "bob", "eve"),
      location: fc.record({ country: fc.constantFrom("DE", "US") }),
    }),
  )
  const step = fc.record({
    wait: fc.constantFrom(0, 1, 20, 60, 900, 31_000, 70_000),
    events: fc.array(event, { maxLength: 4 }),
    partition: fc.integer({ min: 0, max: 2 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
      const { connect, commit, timer, answers, principal, hub, store, shop } = await liveShop()
      for (const name of ["revenue/day", "conversion_rate/week"]) {
        await store.saveMemo({ shop: shop.id, kind: "goal", name, body: { target: 700 } })
      }
      const { outlet } = await connect(topics)
      const held = new Map<string, { rev: string; data: unknown }>()
      for (const { wait, events, partition } of steps) {
        await timer.advance(wait)
        if (events.length > 0) await commit(events, partition)
      }
      // A window that slid since the last tick is told at the next one.
      await timer.advance(1_000)
      for (const { topic, rev, data } of outlet.take()) {
        const n = (rev: string) => Number(rev.split(":")[1])
        const before = held.get(topic!)
        if (before) expect(n(rev!)).toBeGreaterThan(n(before.rev))
        held.set(topic!, { rev: rev!, data })
      }
      for (const topic of topics) {
        const [path = "", query] = topic.split("?")
        const now = await answers.answer(principal, path, new URLSearchParams(query))
        expect(numbersOf(held.get(topic)!.data)).toEqual(numbersOf(now))
      }
      hub.stop()
    }),
    { numRuns: 60 },
  )
})
