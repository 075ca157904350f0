import { expect, test } from "bun:test"
import { Random } from "../../demo/random.ts"
import { eventfulWeek } from "./incident.ts"
import { recorded } from "./recorded.ts"
import { delayOf, isEventful } from "./replay.ts"
import { SERIES, shopSeries } from "./shop-series.ts"

const DAY = 1_440
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

test("a shop has the views it was asked for, never less than none of anything, and is the same for the same seed", () => {
  for (const views of [2, 100]) {
    const minutes = shopSeries(new Random("shop"), 14, views, [])
    expect(sum(minutes.product_views) / (14 * DAY) / views).toBeCloseTo(1.1, 1)
    expect(sum(minutes.orders) / sum(minutes.product_views)).toBeCloseTo(0.045, 2)
    for (const name of SERIES) expect(Math.min(...minutes[name])).toBeGreaterThanOrEqual(0)
    expect(shopSeries(new Random("shop"), 14, views, []).revenue).toEqual(minutes.revenue)
  }
})

test("each product's views add up to the shop's", () => {
  const { products, product_views } = shopSeries(new Random("shop"), 1, 20, [])
  product_views.forEach((views, minute) => {
    expect(products.reduce((total, series) => total + series[minute]!, 0)).toBe(views)
  })
})

test("in an outage nothing at all happens", () => {
  const outage = { kind: "outage" as const, from: 600, to: 660, visits: () => 0 }
  const minutes = shopSeries(new Random("shop"), 1, 20, [outage])
  for (const name of SERIES) expect(sum(minutes[name].slice(600, 660))).toBe(0)
})

test("an eventful week has two of each sudden kind, none of which begins while another has its aftermath", () => {
  for (let seed = 0; seed < 20; seed++) {
    const incidents = eventfulWeek(new Random([seed, 0, 0]), 0)
    expect(incidents).toHaveLength(10)
    for (const incident of incidents) {
      const others = incidents.filter(other => other !== incident)
      expect(isEventful(incident.from, others)).toBe(false)
    }
  }
})

test("an alert notices what begins while it lasts, not before and not after", () => {
  const drop = { kind: "drop" as const, from: 100, to: 160 }
  const at = (minute: number) => delayOf(drop, [{ alert: "traffic_drop", minute }])
  expect([at(99), at(107), at(160)]).toEqual([undefined, 7, undefined])
  expect(delayOf(drop, [{ alert: "low_conversion", minute: 107 }])).toBeUndefined()
})

test("the past is answered as the engine answers it: minutes to the newest, hours to the last whole one", () => {
  const minutes = shopSeries(new Random("shop"), 2, 20, [])
  const ask = recorded(minutes)
  const now = ask({ metric: "orders", minutes: 5 })(1_000)
  expect(now).toMatchObject({ elapsed: 5, value: sum(minutes.orders.slice(995, 1_000)) })
  const hours = ask({ metric: "orders", minutes: DAY, step: "1h" })(1_000)
  expect(hours.series).toHaveLength(16)
  expect(hours.series[3]!.value).toBe(sum(minutes.orders.slice(180, 240)))
})
