import { describe, expect, test } from "bun:test"
import { defineMetric, top } from "../../plugins/kit/index.ts"
import { testShop } from "./testing.ts"

const purchase = (total_amount: number, more: object = {}) => ({ event_type: "purchase", total_amount, ...more })
const view = (more: object = {}) => ({ event_type: "product_view", product: { id: "p1" }, ...more })

describe("a series", () => {
  test("has every minute, with zero where nothing was and null where there is no ratio", async () => {
    const { ask, add } = await testShop()
    await add([view({ timestamp: "2025-01-15T10:29:10Z" }), purchase(10, { timestamp: "2025-01-15T10:29:20Z" })])
    expect((await ask("revenue?minutes=3&step=1m")).series).toEqual([
      { t: "2025-01-15T10:28:00.000Z", value: 0 },
      { t: "2025-01-15T10:29:00.000Z", value: 10 },
      { t: "2025-01-15T10:30:00.000Z", value: 0 },
    ])
    expect((await ask("conversion_rate?minutes=3&step=1m")).series!.map(({ value }) => value)).toEqual([
      null,
      100,
      null,
    ])
    expect((await ask("revenue?minutes=3")).series).toBeUndefined()
  })

  test("of hours sums to the value, though the first hour is only partly in the window", async () => {
    const { ask, add } = await testShop()
    await add(["08:30", "08:31", "09:59", "10:00"].map(time => purchase(1, { timestamp: `2025-01-15T${time}:00Z` })))
    const { value, series } = await ask("revenue?hours=2&step=1h")
    expect(value).toBe(3)
    expect(series).toEqual([
      { t: "2025-01-15T08:00:00.000Z", value: 1 },
      { t: "2025-01-15T09:00:00.000Z", value: 1 },
      { t: "2025-01-15T10:00:00.000Z", value: 1 },
    ])
  })

  test("of days is cut at the shop's midnights, 23 hours when the clocks go forward", async () => {
    const { ask, add } = await testShop({ timezone: "Europe/Berlin", now: "2025-03-31T08:00:00Z" })
    const times = ["2025-03-29T22:59:59Z", "2025-03-29T23:00:00Z", "2025-03-30T21:59:59Z", "2025-03-30T22:00:00Z"]
    await add(times.map(timestamp => purchase(1, { timestamp })))
    expect((await ask("orders?days=3&step=1d")).series).toEqual([
      { t: "2025-03-28T23:00:00.000Z", value: 1 },
      { t: "2025-03-29T23:00:00.000Z", value: 2 },
      { t: "2025-03-30T22:00:00.000Z", value: 1 },
    ])
  })

  test("of days has 25 hours when they go back", async () => {
    const { ask, add } = await testShop({ timezone: "America/New_York", now: "2025-11-03T12:00:00Z" })
    const times = ["2025-11-02T03:59:59Z", "2025-11-02T04:00:00Z", "2025-11-03T04:59:59Z", "2025-11-03T05:00:00Z"]
    await add(times.map(timestamp => purchase(1, { timestamp })))
    expect((await ask("orders?days=3&step=1d")).series!.map(({ value }) => value)).toEqual([1, 2, 1])
  })
})

describe("by a dimension", () => {
  const sales = [
    purchase(30, { location: { country: "DE" } }),
    purchase(30, { location: { country: "AT" } }),
    purchase(50, { location: { country: "US" } }),
    view({ location: { country: "DE" } }),
    view({ location: { country: "DE" } }),
    view({ location: { country: "FR" } }),
  ]

  test("the greatest come first, equals in the order of their keys, no more than asked for", async () => {
    const { ask, add } = await testShop()
    await add(sales)
    expect((await ask("revenue?by=country")).top).toEqual([
      { key: "US", value: 50 },
      { key: "AT", value: 30 },
      { key: "DE", value: 30 },
    ])
    expect((await ask("revenue?by=country&limit=1")).top).toEqual([{ key: "US", value: 50 }])
  })

  test("a ratio is split by what all its parts are split by; keys without an answer are left out", async () => {
    const { ask, add } = await testShop()
    await add(sales)
    expect((await ask("conversion_rate?by=country")).top).toEqual([
      { key: "DE", value: 50 },
      { key: "FR", value: 0 },
    ])
  })

  test("a metric that is a ranking itself shows it, and has no value", async () => {
    const searches = defineMetric({
      name: "popular_searches",
      title: "Searches",
      unit: "count",
      on: ["search"],
      ...top(e => e.query, { k: 5 }),
    })
    const { ask, add } = await testShop({ plugins: [searches] })
    await add(["lamp", "lamp", "bulb"].map(query => ({ event_type: "search", query })))
    expect(await ask("popular_searches")).toMatchObject({
      value: null,
      top: [
        { key: "lamp", value: 2 },
        { key: "bulb", value: 1 },
      ],
    })
    expect((await ask("popular_searches?limit=1")).top).toHaveLength(1)
  })
})
