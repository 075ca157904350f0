import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Contribution } from "../../plugins/kit/index.ts"
import type { Store } from "../store/store.ts"
import { createAnswers } from "./answers.ts"
import type { FunnelAnswer } from "./panels/funnel.ts"
import { contributionsUnder } from "./raw.ts"
import { RETENTION, testShop, widget } from "./testing.ts"

const COUNTRIES = ["DE", "FR", "US"]
const PRODUCTS = ["lamp", "bulb"]
const CATEGORY: Record<string, string> = { lamp: "light", bulb: "spare" }

const product = fc.constantFrom(...PRODUCTS).map(id => ({ id, category: CATEGORY[id]! }))
const minute = fc.integer({ min: 10, max: 29 })
const common = { location: fc.constantFrom(...COUNTRIES).map(country => ({ country })) }
const history = fc.array(
  fc
    .oneof(
      fc.record({ ...common, minute, event_type: fc.constantFrom("product_view", "add_to_cart"), product }),
      fc.record({
        ...{ ...common, minute, event_type: fc.constant("purchase") },
        items: fc.array(fc.record({ product, quantity: fc.constant(1), price: fc.integer({ min: 1, max: 90 }) }), {
          ...{ minLength: 1, maxLength: 3 },
        }),
      }),
    )
    .map(({ minute, ...event }) => ({ ...event, timestamp: `2025-01-15T10:${minute}:00Z` })),
  { maxLength: 30 },
)

describe("a filter", () => {
  test("gives what would be, had nothing else happened: for views, orders and revenue, whatever the dimensions", async () => {
    const question = fc.record({
      metric: fc.constantFrom("product_views", "add_to_cart", "orders", "revenue", "average_order_value"),
      by: fc.constantFrom("product", "category"),
      country: fc.constantFrom(...COUNTRIES),
    })
    await fc.assert(
      fc.asyncProperty(history, question, async (events, { metric, by, country }) => {
        const [all, only] = [await testShop(), await testShop()]
        await all.add(events as never)
        await only.add(events.filter(({ location }) => location.country === country) as never)
        const filtered = await all.ask(`${metric}?minutes=30&by=${by}&filter=country:${country}`)
        const alone = await only.ask(`${metric}?minutes=30&by=${by}`)
        const { value, top } = filtered
        // A ratio of nothing is null and not on the list either way.
        expect({ value, top }).toEqual({ value: alone.value, top: alone.top! })
      }),
      { numRuns: 40 },
    )
  })

  test("alone is answered from cells, with another dimension from single events, and the answer says so", async () => {
    const { ask, add } = await testShop()
    await add([{ event_type: "product_view", product: { id: "lamp" }, location: { country: "DE" } }])
    expect(await ask("product_views?filter=country:DE")).toMatchObject({ value: 1, source: "cells" })
    expect(await ask("product_views?filter=country:DE&by=product")).toMatchObject({ source: "raw" })
    expect(await ask("product_views?filter=country:DE&by=country")).toMatchObject({
      ...{ source: "cells", top: [{ key: "DE", value: 1 }] },
    })
  })

  test("is answered from cells where both dimensions are declared together", async () => {
    const { ask, add } = await testShop()
    await add(
      ["DE", "DE", "FR"].map(country => ({ event_type: "product_view", session_id: country, location: { country } })),
    )
    const { steps, source } = (await ask("funnel?filter=country:DE")) as unknown as FunnelAnswer
    expect(source).toBe("cells")
    expect(steps[0]).toEqual({ step: "view", events: 2, sessions: 1, percent: 100 })
  })

  test("from single events is refused past their retention, and when it would take too long", async () => {
    const { ask, store, registry, principal, clock } = await testShop()
    const early = ask("product_views?days=40&filter=country:DE&by=product")
    expect(await early.catch(error => error)).toMatchObject({ code: "bad_parameter", details: { parameter: "filter" } })

    let now = clock()
    const slow: Store = {
      ...store,
      async rawEvents(...question) {
        now += 1_500
        return { ...(await store.rawEvents(...question)), next: "more" }
      },
    }
    const options = { registry, rev: () => "test:0", retention: RETENTION }
    const answers = createAnswers({ ...options, store: slow, clock: () => now })
    const params = new URLSearchParams("filter=country:DE&by=product")
    const late = answers.answer(principal, "product_views", params).catch(error => error)
    expect(await late).toMatchObject({ code: "too_much_to_read", status: 422 })
  })

  test("cannot widen what a widget token is locked to", async () => {
    const { ask, shop } = await testShop()
    const locked = widget(shop, { metrics: ["product_views"], filters: { country: "DE" } })
    for (const question of ["product_views?filter=country:FR", "product_views?by=product"]) {
      expect(await ask(question, locked).catch(error => error)).toMatchObject({ code: "bad_parameter" })
    }
  })
})

describe("contributions under a restriction", () => {
  const de: Contribution[] = [
    { at: 0, amount: 15 },
    { at: 0, amount: 15, dim: "country", key: "DE" },
    { at: 0, amount: 10, dim: "category", key: "light" },
    { at: 0, amount: 5, dim: "category", key: "spare" },
  ]

  test("of one order are its parts by the other dimension", () => {
    expect(contributionsUnder(de, "category", { dim: "country", key: "DE" })).toEqual([
      { at: 0, key: "light", amount: 10 },
      { at: 0, key: "spare", amount: 5 },
    ])
    expect(contributionsUnder(de, "country", { dim: "category", key: "light" })).toEqual([
      { at: 0, key: "DE", amount: 10 },
    ])
    expect(contributionsUnder(de, "category", { dim: "country", key: "FR" })).toEqual([])
  })

  test("are none where nobody can say which belong together", () => {
    const brands: Contribution[] = ["x", "y"].map(key => ({ at: 0, amount: 1, dim: "brand", key }))
    expect(contributionsUnder([...de, ...brands], "brand", { dim: "category", key: "light" })).toEqual([])
  })
})
