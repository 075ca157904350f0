import { describe, expect, test } from "bun:test"
import { defineDerived, defineMetric, ratio, sum } from "../../plugins/kit/index.ts"
import { Refusal } from "../errors.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Store } from "../store/store.ts"
import { createAnswers } from "./answers.ts"
import { RETENTION, testShop } from "./testing.ts"

const purchase = (total_amount: number, more: object = {}) => ({ event_type: "purchase", total_amount, ...more })
const view = (more: object = {}) => ({ event_type: "product_view", product: { id: "p1" }, ...more })

describe("one value", () => {
  test("an empty shop has zero counts and money, and no ratios", async () => {
    const { ask } = await testShop()
    expect(await ask("orders")).toEqual({
      metric: "orders",
      title: "Orders",
      unit: "count",
      value: 0,
      as_of: "2025-01-15T10:30:20.000Z",
      rev: "test:0",
      source: "cells",
    })
    expect(await ask("revenue")).toMatchObject({ value: 0, currency: "USD", unit: "money" })
    expect(await ask("conversion_rate")).toMatchObject({ value: null, unit: "percent" })
  })

  test("counts the newest N minutes, the running one included, whoever wrote them", async () => {
    const { ask, add } = await testShop()
    await add([purchase(1, { timestamp: "2025-01-15T10:25:59.999Z" })], 0)
    await add([purchase(2, { timestamp: "2025-01-15T10:26:00.000Z" })], 1)
    await add([purchase(4, { timestamp: "2025-01-15T10:30:10.000Z" })], 2)
    expect((await ask("revenue?minutes=5")).value).toBe(6)
    expect((await ask("revenue?minutes=6")).value).toBe(7)
    expect((await ask("revenue?minutes=1")).value).toBe(4)
  })

  test("looks back as far as the metric says where nothing is asked", async () => {
    const { ask, add } = await testShop()
    await add([view({ timestamp: "2025-01-15T10:20:00Z", user_id: "early" })])
    await add([view({ timestamp: "2025-01-15T10:29:00Z", user_id: "late" })])
    expect((await ask("active_users")).value).toBe(1)
    expect((await ask("product_views")).value).toBe(2)
  })

  test("a visitor of many minutes and writers is one", async () => {
    const { ask, add } = await testShop()
    for (const [partition, minute] of [26, 27, 28].entries()) {
      await add([view({ user_id: "ada", timestamp: `2025-01-15T10:${minute}:00Z` })], partition)
    }
    expect((await ask("active_users?minutes=5")).value).toBe(1)
  })

  test("a ratio is made of its parts in the same window, null without a denominator", async () => {
    const { ask, add } = await testShop()
    await add([view(), view(), view(), view(), purchase(10)])
    expect((await ask("conversion_rate?minutes=5")).value).toBe(25)
    expect((await ask("cart_abandonment_rate?minutes=5")).value).toBeNull()
  })
})

describe("the values of a dimension", () => {
  test("leave out a key that gave back all it had, as if it had never had it", async () => {
    const { ask, add } = await testShop()
    const session = { session_id: "s", user_id: "ada" }
    await add([view({ ...session, timestamp: "2025-01-15T10:20:00Z" })])
    expect((await ask("sessions?minutes=30&by=source")).top).toEqual([{ key: "direct", value: 1 }])
    // It began earlier, and elsewhere.
    await add([view({ ...session, timestamp: "2025-01-15T10:19:00Z", campaign: { source: "instagram" } })])
    expect((await ask("sessions?minutes=30&by=source")).top).toEqual([{ key: "instagram", value: 1 }])
  })
})

describe("money", () => {
  test.each([
    ["USD", 0.1, 0.2, 0.3],
    ["JPY", 1200, 34, 1234],
    ["KWD", 1.001, 0.002, 1.003],
  ])("%s adds up exactly", async (currency, a, b, sum) => {
    const { ask, add } = await testShop({ currency })
    await add([purchase(a), purchase(b)])
    expect(await ask("revenue")).toMatchObject({ value: sum, currency })
  })

  test("of other currencies is listed and never added", async () => {
    const { ask, add } = await testShop({ currency: "USD" })
    await add([purchase(10), purchase(5.5, { currency: "EUR" }), purchase(700, { currency: "JPY" })])
    expect(await ask("revenue")).toMatchObject({
      value: 10,
      unconverted: [
        { currency: "EUR", amount: 5.5 },
        { currency: "JPY", amount: 700 },
      ],
    })
  })

  test("made by division has the currency's decimals and tells what it leaves out", async () => {
    const average = defineDerived({
      name: "average",
      title: "Average",
      unit: "money",
      of: ["revenue", "orders"],
      read: ({ revenue, orders }) => ratio(revenue, orders),
    })
    const { ask, add } = await testShop({ plugins: [average] })
    await add([purchase(10), purchase(5), purchase(5, { currency: "EUR" })])
    expect(await ask("average")).toMatchObject({ value: 5, unconverted: [{ currency: "EUR", amount: 5 }] })
    await add([purchase(1)])
    expect((await ask("average")).value).toBe(4)
    await add([purchase(1), purchase(1)])
    expect((await ask("average")).value).toBe(3)
    await add([purchase(1)])
    expect((await ask("average")).value).toBe(2.71)
  })
})

describe("compare", () => {
  test("tells the value before and the change in percent", async () => {
    const { ask, add } = await testShop({ now: "2025-01-15T10:30:40Z" })
    await add([
      purchase(40, { timestamp: "2025-01-15T10:25:30Z" }),
      purchase(50, { timestamp: "2025-01-15T10:28:00Z" }),
    ])
    expect(await ask("revenue?minutes=5&compare=previous")).toMatchObject({ value: 50, previous: 40, change: 25 })
  })

  test("leaves out of the minutes before what has not passed yet in the window now", async () => {
    const { ask, add } = await testShop({ now: "2025-01-15T10:30:20Z" })
    await add([purchase(40, { timestamp: "2025-01-15T10:25:30Z" }), purchase(7, { timestamp: "2025-01-15T10:24:30Z" })])
    expect((await ask("revenue?minutes=5&compare=previous")).previous).toBe(7)
  })

  test("has no change without a base", async () => {
    const { ask, add } = await testShop()
    await add([purchase(40)])
    expect(await ask("revenue?minutes=5&compare=previous")).toMatchObject({ value: 40, previous: 0, change: null })
    expect(await ask("conversion_rate?compare=previous")).toMatchObject({ previous: null, change: null })
  })

  test("of a negative base goes by its size", async () => {
    const { ask, add } = await testShop({ now: "2025-01-15T10:30:40Z" })
    await add([{ event_type: "refund", order_id: "a", total_amount: 20, timestamp: "2025-01-15T10:25:30Z" }])
    await add([{ event_type: "refund", order_id: "b", total_amount: 10 }])
    expect(await ask("revenue?minutes=5&compare=previous")).toMatchObject({ value: -10, previous: -20, change: 50 })
  })
})

describe("live", () => {
  test("has exactly the promised keys, over one window", async () => {
    const { ask, add } = await testShop({ currency: "EUR" })
    await add([view({ user_id: "ada" }), view({ user_id: "ada" }), purchase(12.5, { user_id: "ada" })])
    await add([{ event_type: "add_to_cart", user_id: "bob" }, purchase(99, { timestamp: "2025-01-15T10:20:00Z" })])
    expect<unknown>(await ask("live?minutes=5")).toEqual({
      revenue: 12.5,
      orders: 1,
      active_users: 2,
      conversion_rate: 50,
      cart_abandonment_rate: 0,
      currency: "EUR",
      as_of: "2025-01-15T10:30:20.000Z",
    })
    expect<unknown>(await ask("live?minutes=60")).toMatchObject({ revenue: 111.5 })
  })

  test("reads each metric's cells once", async () => {
    const { shop, registry, principal, clock } = await testShop()
    const read: string[] = []
    const store: Store = {
      ...memoryStore(),
      async read({ metric }) {
        read.push(metric)
        return []
      },
    }
    const answers = createAnswers({ store, registry, clock, rev: () => "test:0", retention: RETENTION })
    await answers.answer({ ...principal, shop }, "live", new URLSearchParams("minutes=5"))
    expect(read.sort()).toEqual(["active_users", "add_to_cart", "orders", "product_views", "revenue"])
  })
})

describe("the catalogue", () => {
  test("lists every metric by name with unit, window and dimensions", async () => {
    const { answers, principal, registry } = await testShop()
    const entries = (await answers.answer(principal, "", new URLSearchParams())) as { name: string }[]
    expect(entries.map(({ name }) => name)).toEqual([...registry.metrics.keys()])
    expect(entries.find(({ name }) => name === "conversion_rate")).toMatchObject({
      title: "Conversion rate",
      unit: "percent",
      window: 60,
      dimensions: expect.arrayContaining(["product", "category", "country"]),
    })
  })

  test("takes no parameters", async () => {
    const { ask } = await testShop()
    await expect(ask("?minutes=5")).rejects.toThrow("minutes: expected")
  })
})

describe("an unknown name", () => {
  async function refusalOf(path: string): Promise<Refusal> {
    const { ask } = await testShop()
    return ask(path).then(
      () => Promise.reject(new Error(`${path} was answered`)),
      (error: Refusal) => error,
    )
  }

  test("is a 404 with the names that were probably meant", async () => {
    const refusal = await refusalOf("revenu")
    expect(refusal).toMatchObject({ code: "unknown_metric", status: 404, details: { near: ["revenue"] } })
    expect(refusal.message).toContain("did you mean revenue?")
    expect((await refusalOf("xyzzyxyzzy")).message).toContain("expected one of ")
  })
})

test("an answer says which metrics' cells it is read from", async () => {
  const { answers } = await testShop()
  expect([...answers.metricsBehind("conversion_rate")]).toEqual(["orders", "product_views"])
  expect([...answers.metricsBehind("live")].sort()).toEqual([
    "active_users",
    "add_to_cart",
    "orders",
    "product_views",
    "revenue",
  ])
  expect(() => answers.metricsBehind("nothing")).toThrow(Refusal)
})

test("an answer's rev is taken before its cells are read", async () => {
  const { registry, principal, clock, store } = await testShop()
  let n = 0
  const slow: Store = {
    ...store,
    read(...question) {
      n++
      return store.read(...question)
    },
  }
  const answers = createAnswers({ store: slow, registry, clock, rev: () => `test:${n}`, retention: RETENTION })
  expect(await answers.answer(principal, "orders", new URLSearchParams())).toMatchObject({ rev: "test:0" })
})

test("a sum of plain numbers is a value of its own unit", async () => {
  const units = defineMetric({
    name: "units",
    title: "Units",
    unit: "count",
    on: ["purchase"],
    ...sum(e => e.quantity),
  })
  const { ask, add } = await testShop({ plugins: [units] })
  await add([purchase(1, { quantity: 3 }), purchase(1, { quantity: 0.5 })])
  expect((await ask("units")).value).toBe(3.5)
})
