import { expect, test } from "bun:test"
import fc from "fast-check"
import { clockSkew } from "./clock-skew.ts"
import { NOW } from "./testing/collector.ts"

const iso = (ms: number) => new Date(ms).toISOString()

test("without sent_at, and under 5 s, there is no skew", () => {
  expect(clockSkew(undefined, NOW)).toBe(0)
  expect(clockSkew(iso(NOW - 4_999), NOW)).toBe(0)
  expect(clockSkew(iso(NOW + 4_999), NOW)).toBe(0)
})

test("a clock that is behind gets time added, one that is ahead gets it taken away", () => {
  expect(clockSkew(iso(NOW - 5_000), NOW)).toBe(5_000)
  expect(clockSkew(iso(NOW + 3_600_000), NOW)).toBe(-3_600_000)
})

test("whenever an event is sent again, its corrected time is the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(fc.nat(1e8)), (behind, waits) => {
      fc.pre(Math.abs(behind) >= 5_000)
      for (const wait of waits) expect(clockSkew(iso(NOW + wait - behind), NOW + wait)).toBe(behind)
    }),
  )
})

test("an unreadable sent_at is told apart from none", () => {
  expect(clockSkew("yesterday", NOW)).toBeNaN()
})
