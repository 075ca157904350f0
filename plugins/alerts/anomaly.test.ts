import { expect, test } from "bun:test"
import { findingsIn, NOW } from "../kit/testing/index.ts"
import anomaly from "./anomaly.ts"

const MINUTE = 60_000
const DAY = 1_440
const ago = (t: number): number => (NOW - t) / MINUTE
const daily = (t: number): number => 1 + 0.5 * Math.sin((((t / MINUTE) % DAY) / DAY) * 2 * Math.PI - 2)
const wobbling = (t: number): number => 1 + 0.3 * Math.sin((t / MINUTE) * 12.9898)

/** What is found of product views, in a shop of so many a minute and a factor on each minute. */
async function views(perMinute: number, factor: (minutesAgo: number) => number = () => 1) {
  const findings = await findingsIn(anomaly, {
    product_views: t => perMinute * daily(t) * wobbling(t) * factor(ago(t)),
  })
  return findings.find(({ subject }) => subject === "product_views")!
}

test("it watches views, carts and orders, each by itself", async () => {
  const found = await findingsIn(anomaly, { product_views: () => 20, add_to_cart: () => 5, orders: () => 3 })
  expect(found.map(({ subject }) => subject)).toEqual(["product_views", "add_to_cart", "orders"])
  expect(found.every(({ verdict }) => verdict === "normal")).toBe(true)
})

test("twenty minutes of twice as much, or of half, are told; ten are not yet", async () => {
  expect(await views(50)).toMatchObject({ verdict: "normal" })
  expect(await views(50, minutes => (minutes <= 25 ? 2.5 : 1))).toMatchObject({ verdict: "breach" })
  expect(await views(50, minutes => (minutes <= 25 ? 0.2 : 1))).toMatchObject({ verdict: "breach" })
  expect((await views(50, minutes => (minutes <= 10 ? 2.5 : 1))).verdict).not.toBe("breach")
})

test("a good day as a whole is no anomaly", async () => {
  expect((await views(50, minutes => (minutes <= 12 * 60 ? 1.5 : 1))).verdict).not.toBe("breach")
})

test("a slow decline over two weeks is told with its size, though no hour stands out", async () => {
  const finding = await views(20, minutes => 1 - 0.02 * Math.max(0, 14 - minutes / DAY))
  expect(finding).toMatchObject({ verdict: "breach" })
  expect(finding.message).toMatch(/drifted down over the last days, by \d+ %/)
})

test("quiet hours and new shops are left alone", async () => {
  expect(await views(0.5, minutes => (minutes <= 30 ? 3 : 1))).toMatchObject({ verdict: "unknown" })
  expect(await views(50, minutes => (minutes > DAY ? 0 : minutes <= 30 ? 3 : 1))).toMatchObject({ verdict: "unknown" })
})
