import { expect, test } from "bun:test"
import { MINUTE, seriesOf } from "../testing/series.ts"
import { hasShape, toSeries } from "./points.ts"

test("the last bucket runs while its end lies after the moment of reading", () => {
  const wire = [{ t: "2025-01-03T10:00:00Z", value: 1 }]
  expect(toSeries(wire, "2025-01-03T10:00:59Z", MINUTE).running).toBe(true)
  expect(toSeries(wire, "2025-01-03T10:01:00Z", MINUTE).running).toBe(false)
  expect(toSeries(undefined, "2025-01-03T10:01:00Z", MINUTE)).toEqual({ points: [], step: MINUTE, running: false })
})

test("nulls and zeros have no shape", () => {
  expect(hasShape(seriesOf([null, 0]))).toBe(false)
  expect(hasShape(seriesOf([null, 0, 0.1]))).toBe(true)
})
