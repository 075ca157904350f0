import { expect, test } from "bun:test"
import { FRAME, seriesOf } from "../testing/series.ts"
import { barPath, bars } from "./bars.ts"
import { timeScale, valueScale } from "./scales.ts"

const series = seriesOf([0, 5, null, 10, 0.0001], true)
const { y } = valueScale(series, FRAME)
const drawn = bars(series, timeScale(series, FRAME, "bar"), y)

test("stand where there is a value, on the base line, at least a pixel tall", () => {
  expect(drawn).toHaveLength(3)
  for (const { y: top, height } of drawn) {
    expect(top + height).toBeCloseTo(110)
    expect(height).toBeGreaterThanOrEqual(1)
  }
})

test("do not touch each other, and only the last is running", () => {
  const slot = 300 / 5
  for (const { width } of drawn) expect(width).toBeLessThan(slot)
  expect(drawn.map(({ running }) => running)).toEqual([false, false, true])
})

test("a path closes and has two round corners", () => {
  const path = barPath({ x: 0, y: 0, width: 10, height: 20, radius: 3, running: false })
  expect(path).toBe("M0,20v-17a3,3 0 0 1 3,-3h4a3,3 0 0 1 3,3v17z")
})
