import { expect, test } from "bun:test"
import { MINUTE, START, seriesOf } from "../testing/series.ts"
import { momentTicks } from "./ticks.ts"

test("are round moments within the series, no more than fit", () => {
  const ticks = momentTicks(seriesOf(Array.from({ length: 60 }, () => 1)), 300)
  expect(ticks.length).toBeGreaterThanOrEqual(2)
  expect(ticks.length).toBeLessThanOrEqual(6)
  for (const tick of ticks) {
    expect(tick % (5 * MINUTE)).toBe(0)
    expect(tick).toBeGreaterThanOrEqual(START)
    expect(tick).toBeLessThanOrEqual(START + 59 * MINUTE)
  }
})

test("one point has one tick, none has none", () => {
  expect(momentTicks(seriesOf([1]), 300)).toEqual([START])
  expect(momentTicks(seriesOf([]), 300)).toEqual([])
})
