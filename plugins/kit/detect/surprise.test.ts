import { expect, test } from "bun:test"
import { surprise } from "./surprise.ts"

const MINUTE = 60_000
const START = Date.parse("2025-01-06T00:00:00Z")
const STEP = 5 * MINUTE
const DAY_POINTS = 288

/** Scores of a series of five-minute values. */
function scores(values: number[]): number[] {
  const next = surprise()
  return values.map((value, i) => next(START + i * STEP, value))
}
const wobble = (i: number): number => 100 + 5 * Math.sin(i * 12.9898)
const steady = (days: number, shape = (value: number, _i: number) => value): number[] =>
  Array.from({ length: days * DAY_POINTS }, (_, i) => shape(wobble(i), i))

test("nothing surprises before it has seen a hundred values", () => {
  expect(Math.max(...scores(steady(1, (value, i) => (i === 50 ? 9_999 : value))).slice(0, 100))).toBe(0)
})

test("a wild value surprises more than anything before it, at once", () => {
  const result = scores(steady(5, (value, i) => (i === 1_300 ? 400 : value)))
  expect(result[1_300]).toBe(Math.max(...result))
  expect(result[1_300]!).toBeGreaterThan(0.8)
})

test("what goes on is told once", () => {
  const result = scores(steady(5, (value, i) => (i >= 1_300 ? 400 : value)))
  expect(result.slice(1_301).every(score => score === 0)).toBe(true)
})

test("a job that runs every night surprises the first time only", () => {
  const result = scores(steady(6, (value, i) => (i % DAY_POINTS === 200 ? 400 : value)))
  expect(result[200]!).toBeGreaterThan(0.8)
  for (let day = 1; day < 6; day++) expect(result[day * DAY_POINTS + 200]!).toBeLessThan(0.3)
})

test("a series that never changed is surprised by the first change, and not by its silence", () => {
  const result = scores(steady(3, (_value, i) => (i === 700 ? 1 : 0)))
  expect(result[700]!).toBeGreaterThan(0.9)
  expect(Math.max(...result.slice(0, 700))).toBe(0)
})
