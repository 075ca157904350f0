import { expect, test } from "bun:test"
import { FRAME, MINUTE, START, seriesOf } from "../testing/series.ts"
import { linear, timeScale, valueScale } from "./scales.ts"

test("a value axis holds zero and every value, and ends on round numbers", () => {
  const { y, ticks } = valueScale(seriesOf([3, 978, null]), FRAME)
  expect(y(0)).toBe(110)
  expect(y(1000)).toBe(10)
  expect(ticks[0]).toBe(0)
  expect(ticks.at(-1)).toBe(1000)
})

test("refunds reach below zero", () => {
  const { y, ticks } = valueScale(seriesOf([-40, 100]), FRAME)
  expect(ticks[0]).toBeLessThanOrEqual(-40)
  expect(y(0)).toBeLessThan(110)
})

test("percent ends at 100, unless the data does not", () => {
  expect(valueScale(seriesOf([97]), FRAME, true).y(100)).toBe(10)
  expect(valueScale(seriesOf([130]), FRAME, true).y(100)).toBeGreaterThan(10)
})

test("a series of zeros still has an axis", () => {
  expect(valueScale(seriesOf([0, 0]), FRAME).ticks).toContain(0)
})

test("a line spans the frame; bars leave room for the last bucket", () => {
  const series = seriesOf([1, 2, 3])
  const last = START + 2 * MINUTE
  expect(timeScale(series, FRAME, "line")(last)).toBe(340)
  expect(timeScale(series, FRAME, "bar")(last + MINUTE)).toBe(340)
})

test("an empty domain maps to its range's start instead of dividing by zero", () => {
  expect(linear([5, 5], [0, 100])(5)).toBe(0)
})
