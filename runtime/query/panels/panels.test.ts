import { describe, expect, test } from "bun:test"
import { testShop, widget } from "../testing.ts"
import type { FunnelAnswer } from "./funnel.ts"
import type { GeographicAnswer } from "./geographic.ts"
import type { LiveAnswer } from "./live.ts"
import type { TrendingAnswer } from "./trending.ts"

const view = (id: string, timestamp: string, more: object = {}) => ({
  ...{ event_type: "product_view", product: { id, name: `The ${id}` }, timestamp },
  ...more,
})

describe("trending products", () => {
  const at = (time: string) => `2025-01-15T${time}:00Z`

  async function trending(events: Parameters<Awaited<ReturnType<typeof testShop>>["add"]>[0], query = "") {
    const { ask, add } = await testShop()
    await add(events)
    return (await ask(`products/trending?minutes=5${query}`)) as unknown as TrendingAnswer
  }

  test("are products by views in the window, with their newest name", async () => {
    const found = await trending([
      view("lamp", at("10:28")),
      view("lamp", at("10:30"), { product: { id: "lamp", name: "Lamp 2" } }),
      view("bulb", at("10:27")),
      view("sofa", at("10:25")),
      { event_type: "product_view", product: { id: "cup" }, timestamp: at("10:29") },
    ])
    expect(found).toEqual([
      { product_id: "lamp", name: "Lamp 2", views: 2, views_per_minute: 0.4, multiple: null },
      { product_id: "bulb", name: "The bulb", views: 1, views_per_minute: 0.2, multiple: null },
      { product_id: "cup", name: null, views: 1, views_per_minute: 0.2, multiple: null },
    ])
  })

  test("are compared with their own mean over the history before, up to a day", async () => {
    // Two hours of history are 24 windows; 12 views in them are half a view a window.
    const before = Array.from({ length: 12 }, (_, i) => view("lamp", at(`0${i < 6 ? 8 : 9}:${26 + (i % 6) * 5}`)))
    const found = await trending([
      ...before,
      view("lamp", at("10:28")),
      view("lamp", at("10:29")),
      view("new", at("10:30")),
    ])
    expect(found.map(({ product_id, multiple }) => [product_id, multiple])).toEqual([
      ["lamp", 4],
      ["new", null],
    ])
  })

  test("have no multiple with less than an hour of history", async () => {
    const found = await trending([view("lamp", at("09:27")), view("lamp", at("10:28"))])
    expect(found[0]!.multiple).toBeNull()
    const longer = await trending([view("lamp", at("09:26")), view("lamp", at("10:28"))])
    expect(longer[0]!.multiple).toBe(12)
  })

  test("of one country come from single events, and say so", async () => {
    const [de, fr] = [{ location: { country: "DE" } }, { location: { country: "FR" } }]
    const found = await trending(
      [view("lamp", at("10:28"), de), view("lamp", at("10:28"), fr), view("bulb", at("10:28"), fr)],
      "&filter=country:DE",
    )
    expect(found).toEqual([
      { product_id: "lamp", name: "The lamp", views: 1, views_per_minute: 0.2, multiple: null, source: "raw" },
    ])
  })
})

describe("the funnel", () => {
  const events = [
    ...["a", "a", "b", "c", "d"].map(session_id => ({ event_type: "product_view", session_id })),
    ...["a", "b"].map(session_id => ({ event_type: "add_to_cart", session_id })),
    { event_type: "begin_checkout", session_id: "a" },
    { event_type: "purchase", session_id: "a", total_amount: 5 },
  ]

  test("has events, distinct sessions and their percent of the first step", async () => {
    const { ask, add } = await testShop()
    await add(events)
    const { steps } = (await ask("funnel?hours=1")) as unknown as FunnelAnswer
    expect(steps).toEqual([
      { step: "view", events: 5, sessions: 4, percent: 100 },
      { step: "cart", events: 2, sessions: 2, percent: 50 },
      { step: "checkout", events: 1, sessions: 1, percent: 25 },
      { step: "purchase", events: 1, sessions: 1, percent: 25 },
    ])
  })

  test("of an empty shop has no percent, and compares with the hour before", async () => {
    const { ask, add, time } = await testShop()
    await add(events)
    time.now += 61 * 60_000
    const { steps } = (await ask("funnel?hours=1&compare=previous")) as unknown as FunnelAnswer
    expect(steps[1]).toEqual({
      ...{ step: "cart", events: 0, sessions: 0, percent: null },
      previous: { events: 2, sessions: 2, percent: 50 },
    })
  })
})

test("geography has revenue and orders by country and by city, greatest revenue first", async () => {
  const { ask, add } = await testShop()
  const sold = (total_amount: number, country: string, city: string) => ({
    ...{ event_type: "purchase", total_amount, location: { country, city } },
  })
  await add([sold(10, "DE", "Bonn"), sold(5, "DE", "Berlin"), sold(30, "US", "Berlin"), sold(1, "DE", "Bonn")])
  const { countries, cities } = (await ask("geographic?hours=1")) as unknown as GeographicAnswer
  expect(countries).toEqual([
    { country: "US", revenue: 30, orders: 1 },
    { country: "DE", revenue: 16, orders: 3 },
  ])
  expect(cities).toEqual([
    { city: "Berlin", country: "US", revenue: 30, orders: 1 },
    { city: "Bonn", country: "DE", revenue: 11, orders: 2 },
    { city: "Berlin", country: "DE", revenue: 5, orders: 1 },
  ])
  const of = (await ask("geographic?hours=1&filter=country:DE&limit=1")) as unknown as GeographicAnswer
  expect(of).toMatchObject({ countries: [{ country: "DE" }], cities: [{ city: "Bonn", revenue: 11 }] })
})

test("live compares with the same length before", async () => {
  const { ask, add } = await testShop()
  await add([{ event_type: "purchase", total_amount: 10, timestamp: "2025-01-15T10:24:00Z" }])
  await add([{ event_type: "purchase", total_amount: 15, timestamp: "2025-01-15T10:29:00Z" }])
  expect((await ask("live?minutes=5&compare=previous")) as unknown as LiveAnswer).toMatchObject({
    ...{ revenue: 15, previous: { revenue: 10, orders: 1 }, change: { revenue: 50, orders: 0 } },
  })
})

describe("a widget token", () => {
  test("reads a panel that it names, or all of whose metrics it names, and no other", async () => {
    const { ask, shop } = await testShop()
    const may = (path: string, metrics: string[]) =>
      ask(path, widget(shop, { metrics })).then(
        () => true,
        () => false,
      )
    expect(await may("products/trending", ["product_views"])).toBe(true)
    expect(await may("products/trending", ["products/trending"])).toBe(true)
    expect(await may("geographic", ["revenue"])).toBe(false)
    expect(await may("geographic", ["revenue", "orders"])).toBe(true)
    expect(await may("alerts", ["revenue"])).toBe(false)
    expect(await may("events", ["events"])).toBe(false)
  })

  test("withholds small counts in a panel too", async () => {
    const { ask, add, shop } = await testShop()
    await add([view("lamp", "2025-01-15T10:29:00Z")])
    const found = await ask("products/trending", widget(shop, { metrics: ["product_views"], minimum: 5 }))
    expect(found as unknown).toEqual([])
  })
})
