import { describe, expect, test } from "bun:test"
import { count, defineMetric, uniques } from "../../../plugins/kit/index.ts"
import { type TestShop, testShop, widget } from "../testing.ts"
import { addsUp, type GoalsAnswer } from "./goals.ts"

/** 06:00 on a Wednesday in Berlin, where the day began at 23:00Z. */
const MORNING = { timezone: "Europe/Berlin", now: "2025-01-15T05:00:00Z", currency: "EUR" }

async function shopWithGoals(goals: Record<string, number>, options: TestShop = MORNING) {
  const house = await testShop(options)
  for (const [name, target] of Object.entries(goals)) {
    await house.store.saveMemo({ shop: house.shop.id, kind: "goal", name, body: { target } })
  }
  const goal = async (as = house.principal) => (await house.ask("goals", as)) as unknown as GoalsAnswer
  return { ...house, goals: goal }
}

const bought = (total_amount: number, timestamp: string) => ({ event_type: "purchase", total_amount, timestamp })

describe("the progress of a goal", () => {
  test("is what came since the shop's midnight, of what is due by now", async () => {
    const { goals, add } = await shopWithGoals({ "revenue/day": 1_440 })
    await add([bought(500, "2025-01-14T22:59:00Z"), bought(432, "2025-01-14T23:00:00Z")])
    expect(await goals()).toEqual([
      {
        ...{ metric: "revenue", title: "Revenue", unit: "money", currency: "EUR", period: "day" },
        ...{ from: "2025-01-14T23:00:00.000Z", to: "2025-01-15T23:00:00.000Z" },
        // Six hours and the running minute.
        ...{ target: 1_440, value: 432, expected: 361, percent: 30 },
      },
    ])
  })

  test("of a week is what came since Monday, of a month since its first", async () => {
    const { goals, add } = await shopWithGoals({ "orders/month": 8, "orders/week": 4 })
    const times = ["2024-12-31T22:59:00Z", "2024-12-31T23:00:00Z", "2025-01-12T22:59:00Z", "2025-01-12T23:00:00Z"]
    await add(times.map(time => bought(1, time)))
    expect(await goals()).toMatchObject([
      { period: "month", value: 3, percent: 37.5, from: "2024-12-31T23:00:00.000Z", to: "2025-01-31T23:00:00.000Z" },
      { period: "week", value: 1, percent: 25, from: "2025-01-12T23:00:00.000Z", to: "2025-01-19T23:00:00.000Z" },
    ])
  })

  test("of a ratio is due as a whole at any time, and is nothing while there is no answer", async () => {
    const { goals, add } = await shopWithGoals({ "average_order_value/day": 50 })
    expect(await goals()).toMatchObject([{ value: null, percent: null, expected: 50 }])
    await add([bought(30, "2025-01-15T04:00:00Z"), bought(10, "2025-01-15T04:30:00Z")])
    expect(await goals()).toMatchObject([{ value: 20, percent: 40, expected: 50 }])
  })

  test("is not told for a metric that is not loaded, nor to another shop or a widget token", async () => {
    const { goals, shop, principal } = await shopWithGoals({ "gone/day": 5, "orders/day": 5 })
    expect((await goals()).map(({ metric }) => metric)).toEqual(["orders"])
    expect(await goals({ ...principal, shop: { ...shop, id: "other" } })).toEqual([])
    const token = widget(shop, { metrics: ["goals", "orders"] })
    expect(await goals(token).catch(error => error)).toMatchObject({ code: "metric_not_allowed" })
  })
})

test("counts and sums grow with time, ratios do not", async () => {
  const { registry } = await testShop()
  const growing = [...registry.metrics.values()].filter(addsUp).map(({ name }) => name)
  expect(growing).toEqual(expect.arrayContaining(["revenue", "net_revenue", "orders", "sessions", "active_users"]))
  const ratios = ["conversion_rate", "average_order_value", "items_per_order", "revenue_per_visitor", "refund_rate"]
  for (const name of [...ratios, "cart_abandonment_rate"]) expect(growing).not.toContain(name)
  const head = { name: "x", title: "X", on: ["*"] }
  expect(addsUp(defineMetric({ ...head, unit: "count", ...count() }))).toBe(true)
  expect(addsUp(defineMetric({ ...head, unit: "percent", ...uniques(e => e.user_id) }))).toBe(false)
})
