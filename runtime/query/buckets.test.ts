import { describe, expect, test } from "bun:test"
import * as fc from "fast-check"
import { dayOf, HOUR, MINUTE } from "../store/calendar.ts"
import { bucketIndex, bucketStarts, readsOf } from "./buckets.ts"

const at = (iso: string): number => Date.parse(iso)
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"]
const isAligned = { minute: (t: number) => t % MINUTE === 0, hour: (t: number) => t % HOUR === 0 }

describe("reads of a range", () => {
  test("leave no gap, overlap nowhere and are aligned to their grain", () => {
    const minute = fc.integer({ min: at("2025-01-01T00:00Z") / MINUTE, max: at("2025-12-31T00:00Z") / MINUTE })
    const grain = fc.constantFrom("minute" as const, "hour" as const, "day" as const)
    fc.assert(
      fc.property(
        minute,
        fc.integer({ min: 1, max: 100_000 }),
        grain,
        fc.constantFrom(...zones),
        (m, n, coarsest, zone) => {
          const range = { from: m * MINUTE, to: (m + n) * MINUTE }
          const reads = readsOf(range, coarsest, zone)
          expect(reads[0]!.from).toBe(range.from)
          expect(reads.at(-1)!.to).toBe(range.to)
          reads.forEach((read, i) => {
            if (i > 0) expect(read.from).toBe(reads[i - 1]!.to)
            for (const edge of [read.from, read.to]) {
              expect(read.grain === "day" ? dayOf(zone, edge).start === edge : isAligned[read.grain](edge)).toBe(true)
            }
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  test("of a month read whole days where they are whole", () => {
    const reads = readsOf({ from: at("2025-01-01T22:58Z"), to: at("2025-01-31T02:02Z") }, "day", "UTC")
    expect(reads.map(({ grain }) => grain)).toEqual(["minute", "hour", "day", "hour", "minute"])
  })
})

describe("buckets", () => {
  test("of days follow the shop's midnights through a change of clocks", () => {
    const range = { from: at("2025-03-29T10:00Z"), to: at("2025-03-31T10:00Z") }
    expect(bucketStarts(range, "1d", "Europe/Berlin").map(t => new Date(t).toISOString())).toEqual([
      "2025-03-28T23:00:00.000Z",
      "2025-03-29T23:00:00.000Z",
      "2025-03-30T22:00:00.000Z",
    ])
  })

  test("of hours begin on UTC hours and cover the range", () => {
    const starts = bucketStarts({ from: at("2025-01-15T08:31Z"), to: at("2025-01-15T10:31Z") }, "1h", "UTC")
    expect(starts).toEqual(["08", "09", "10"].map(hour => at(`2025-01-15T${hour}:00Z`)))
  })

  test("an instant is in the bucket that starts last at or before it", () => {
    const starts = [0, 10, 20]
    expect([0, 9, 10, 19, 20, 99].map(t => bucketIndex(starts, t))).toEqual([0, 0, 1, 1, 2, 2])
  })
})
