import { expect, test } from "bun:test"
import fc from "fast-check"
import { Refusal } from "../errors.ts"
import { RateLimit } from "./rate-limit.ts"

function limited(perSecond: number) {
  let now = 0
  const limit = new RateLimit("key", perSecond, () => now)
  return {
    wait: (ms: number) => {
      now += ms
    },
    /** Seconds to wait; 0 = taken. */
    take(events = 1, name = "a") {
      try {
        limit.take(name, events)
        return 0
      } catch (error) {
        if (error instanceof Refusal && error.code === "rate_limited") return error.retryAfter!
        throw error
      }
    },
  }
}

test("a second's worth passes at once, then as fast as the limit", () => {
  const { take, wait } = limited(10)
  expect(Array.from({ length: 12 }, () => take())).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
  wait(100)
  expect(take()).toBe(0)
  expect(take()).toBe(1)
})

test("a batch larger than the bucket passes and has to be waited off", () => {
  const { take, wait } = limited(10)
  expect(take(1_000)).toBe(0)
  expect(take()).toBe(99)
  wait(98_999)
  expect(take()).toBe(1)
  wait(101)
  expect(take()).toBe(0)
})

test("waiting as long as told is always enough", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.array(fc.integer({ min: 1, max: 1_000 })), (rate, batches) => {
      const { take, wait } = limited(rate)
      for (const events of batches) {
        const seconds = take(events)
        if (seconds === 0) continue
        wait(seconds * 1_000 + 1)
        expect(take(events)).toBe(0)
      }
    }),
  )
})

test("names have buckets of their own, however many there are", () => {
  const { take, wait } = limited(1)
  expect(take(1, "a")).toBe(0)
  for (let i = 0; i < 5_000; i++) expect(take(1, `b${i}`)).toBe(0)
  expect(take(1, "a")).toBe(1)
  wait(2_000)
  for (let i = 0; i < 20_000; i++) expect(take(1, `c${i}`)).toBe(0)
  expect(take(1, "a")).toBe(0)
})

test("0 is no limit", () => {
  const { take } = limited(0)
  for (let i = 0; i < 100; i++) expect(take(1_000)).toBe(0)
})
