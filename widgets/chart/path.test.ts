import { expect, test } from "bun:test"
import { MINUTE, START, seriesOf } from "../testing/series.ts"
import { linePaths } from "./path.ts"

const x = (time: number) => (time - START) / MINUTE
const y = (value: number) => 10 - value

test("the running bucket is a line of its own that begins where the settled one ends", () => {
  const { line, running } = linePaths(seriesOf([1, 2, 1, 0.5], true), x, y)
  expect(line).toEndWith("2,9")
  expect(running).toBe("M2,9L3,9.5")
})

test("without a running bucket all is settled", () => {
  expect(linePaths(seriesOf([1, 2, 1]), x, y).running).toBe("")
})

test("a gap breaks the line", () => {
  expect(linePaths(seriesOf([1, 2, null, 4, 5]), x, y).line.match(/M/g)).toHaveLength(2)
})

test("the curve stays between its points", () => {
  const { line } = linePaths(seriesOf([0, 10, 0, 10, 10, 0]), x, y)
  const heights = [...line.matchAll(/,(-?[\d.]+)/g)].map(([, height]) => Number(height))
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...heights)).toBeLessThanOrEqual(10)
})
