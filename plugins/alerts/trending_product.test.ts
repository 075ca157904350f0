import { expect, test } from "bun:test"
import { findingsIn, NOW } from "../kit/testing/index.ts"
import trending from "./trending_product.ts"

const MINUTE = 60_000
const isNow = (t: number): boolean => NOW - t <= 5 * MINUTE
const subjects = async (tops: Record<string, (t: number) => number>): Promise<(string | undefined)[]> => {
  const product_views = (t: number): number => Object.values(tops).reduce((sum, bring) => sum + bring(t), 0)
  const findings = await findingsIn(trending, { product_views }, {}, tops)
  return findings.filter(({ verdict }) => verdict === "breach").map(({ subject }) => subject)
}

test("the one product that is looked at five times as often is named", async () => {
  expect(await subjects({ lamp: t => (isNow(t) ? 10 : 2), desk: () => 8, bulb: () => 8 })).toEqual(["lamp"])
})

test("in a rush hour, when everything is looked at more, nothing is in fashion", async () => {
  const rush = (usual: number) => (t: number) => (isNow(t) ? usual * 5 : usual)
  expect(await subjects({ lamp: rush(2), desk: rush(8), bulb: rush(8) })).toEqual([])
})

test("few views are nothing, whatever the multiple", async () => {
  expect(await subjects({ lamp: t => (isNow(t) ? 3 : 0.01), desk: () => 8 })).toEqual([])
})
