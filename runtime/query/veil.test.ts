import { describe, expect, test } from "bun:test"
import { testShop, widget } from "./testing.ts"

const purchase = (total_amount: number, country: string) => ({
  event_type: "purchase",
  total_amount,
  location: { country },
})

async function shopWithSales() {
  const shop = await testShop()
  await shop.add([
    ...Array.from({ length: 12 }, () => purchase(10.4, "DE")),
    ...[1, 2, 3].map(() => purchase(20, "AT")),
  ])
  await shop.add(Array.from({ length: 40 }, () => ({ event_type: "product_view", location: { country: "DE" } })))
  return shop
}

describe("a widget token", () => {
  test("reads the metrics that it names and no others", async () => {
    const { ask, shop } = await shopWithSales()
    const token = widget(shop, { metrics: ["orders"] })
    expect((await ask("orders", token)).value).toBe(15)
    await expect(ask("revenue", token)).rejects.toMatchObject({ code: "metric_not_allowed", status: 403 })
    await expect(ask("live", token)).rejects.toMatchObject({ code: "metric_not_allowed" })
    // What it may read counts, not what that is made of.
    expect((await ask("conversion_rate", widget(shop, { metrics: ["conversion_rate"] }))).value).toBe(37.5)
  })

  test("sees only its metrics in the catalogue", async () => {
    const { answers, shop } = await shopWithSales()
    const entries = await answers.answer(widget(shop, { metrics: ["orders"] }), "", new URLSearchParams())
    expect(entries).toMatchObject([{ name: "orders" }])
  })
})

describe("rounding", () => {
  test("applies to values, series, top values and comparisons", async () => {
    const { ask, shop } = await shopWithSales()
    const answer = await ask("revenue?minutes=2&step=1m&by=country&compare=previous", widget(shop, { round: 50 }))
    expect(answer).toMatchObject({
      value: 200,
      previous: 0,
      series: [{ value: 0 }, { value: 200 }],
      top: [
        { key: "DE", value: 100 },
        { key: "AT", value: 50 },
      ],
    })
  })

  test("leaves no trace of binary fractions", async () => {
    const { ask, shop } = await shopWithSales()
    expect((await ask("revenue", widget(shop, { round: 0.1 }))).value).toBe(184.8)
  })

  test("takes percents to one decimal, lest they give the counts away", async () => {
    const { ask, shop, add } = await shopWithSales()
    await add([{ event_type: "product_view" }])
    expect((await ask("conversion_rate", widget(shop, { round: 10 }))).value).toBe(36.6)
  })
})

describe("a minimum count", () => {
  test("withholds smaller counts, zero too, in values, series and top values", async () => {
    const { ask, shop } = await shopWithSales()
    const answer = await ask("orders?minutes=2&step=1m&by=country&compare=previous", widget(shop, { minimum: 10 }))
    expect(answer).toMatchObject({
      value: 15,
      previous: null,
      change: null,
      series: [{ value: null }, { value: 15 }],
      top: [{ key: "DE", value: 12 }],
    })
    expect((await ask("orders", widget(shop, { minimum: 16 }))).value).toBeNull()
  })

  test("withholds ratios of withheld counts", async () => {
    const { ask, shop } = await shopWithSales()
    expect((await ask("conversion_rate", widget(shop, { minimum: 10 }))).value).toBe(37.5)
    expect((await ask("conversion_rate", widget(shop, { minimum: 20 }))).value).toBeNull()
  })
})

describe("a lock on a dimension's value", () => {
  test("shows that value's numbers everywhere", async () => {
    const { ask, shop } = await shopWithSales()
    const token = widget(shop, { filters: { country: "AT" } })
    expect(await ask("revenue?by=country", token)).toMatchObject({ value: 60, top: [{ key: "AT", value: 60 }] })
    expect((await ask("conversion_rate", widget(shop, { filters: { country: "DE" } }))).value).toBe(30)
  })

  test("refuses other dimensions, and metrics that are not kept by it", async () => {
    const { ask, shop } = await shopWithSales()
    const token = widget(shop, { filters: { country: "AT" } })
    await expect(ask("revenue?by=product", token)).rejects.toThrow("by: expected country")
    await expect(ask("active_users", token)).rejects.toMatchObject({ code: "metric_not_allowed" })
    await expect(ask("live", token)).rejects.toMatchObject({ code: "metric_not_allowed" })
  })
})
