import { expect, test } from "bun:test"
import { backoff } from "./backoff.ts"

test("waits longer after every attempt, up to half a minute", () => {
  const waits = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, () => 1))
  expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000])
  expect(waits.at(-1)).toBe(30_000)
})

test("chance moves a wait within its upper half, so that pages do not return in step", () => {
  expect(backoff(3, () => 0)).toBe(2000)
  expect(backoff(3, () => 0.5)).toBe(3000)
})
