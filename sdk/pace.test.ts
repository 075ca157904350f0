import { expect, test } from "bun:test"
import { backoff, createPace } from "./pace.ts"

test("the backoff doubles from a second to a minute", () => {
  const waits = [1, 2, 3, 4, 7, 50].map(failures => backoff(failures, () => 0))
  expect(waits).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000])
})

test("chance takes away up to half of it, so that visitors spread", () => {
  expect(backoff(3, () => 0.5)).toBe(3000)
  expect(backoff(3, () => 0.999)).toBeGreaterThanOrEqual(2000)
})

test("the server's wish closes the door for its time; our own backoff does not", () => {
  let now = 1_000_000
  const pace = createPace(() => now)
  pace.failed()
  expect(pace.open()).toBe(true)
  expect(pace.soonest()).toBeGreaterThan(now)
  pace.failed(5000)
  expect(pace.open()).toBe(false)
  expect(pace.soonest()).toBeGreaterThan(now + 5000)
  now += 5000
  expect(pace.open()).toBe(true)
})

test("a success forgets the failures before it", () => {
  const pace = createPace(() => 0)
  for (let i = 0; i < 6; i++) pace.failed()
  pace.succeeded()
  expect(pace.soonest()).toBe(0)
  pace.failed()
  expect(pace.soonest()).toBeLessThanOrEqual(1000)
})
