import { expect, test } from "bun:test"
import { MINUTE, START, seriesOf } from "../testing/series.ts"
import { nearest } from "./nearest.ts"

test("the point under the pointer is the nearest in time", () => {
  const { points } = seriesOf([1, 2, 3])
  expect(nearest(points, START - 1e9)).toBe(0)
  expect(nearest(points, START + 0.6 * MINUTE)).toBe(1)
  expect(nearest(points, START + 1e9)).toBe(2)
})
