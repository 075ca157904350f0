import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { HOUR } from "../store/calendar.ts"
import { PERIODS, periodOf } from "./period.ts"

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/Santiago",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
]
const instant = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2027, 0, 1) })
const place = fc.record({ zone: fc.constantFrom(...ZONES), period: fc.constantFrom(...PERIODS), at: instant })

function local(zone: string, at: number) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    hourCycle: "h23",
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

describe("a shop's period", () => {
  test("holds its instant, and the next begins where it ends", () => {
    fc.assert(
      fc.property(place, ({ zone, period, at }) => {
        const { start, end } = periodOf(period, zone, at)
        expect(start <= at && at < end).toBe(true)
        expect(periodOf(period, zone, start)).toEqual({ start, end })
        expect(periodOf(period, zone, end - 1)).toEqual({ start, end })
        expect(periodOf(period, zone, end).start).toBe(end)
      }),
    )
  })

  test("begins with a day: a week with Monday, a month with its first", () => {
    fc.assert(
      fc.property(place, ({ zone, period, at }) => {
        const { start } = periodOf(period, zone, at)
        const [first, before] = [local(zone, start), local(zone, start - 1)]
        expect(first.day).not.toBe(before.day)
        if (period === "week") expect([first.weekday, before.weekday]).toEqual(["Mon", "Sun"])
        if (period === "month") expect(first.day).toBe("1")
      }),
    )
  })

  test("is as long as its clock changes make it", () => {
    const hours = (period: "day" | "week" | "month", at: string) => {
      const { start, end } = periodOf(period, "Europe/Berlin", Date.parse(at))
      return (end - start) / HOUR
    }
    expect(hours("day", "2025-03-30T12:00Z")).toBe(23)
    expect(hours("week", "2025-10-23T12:00Z")).toBe(7 * 24 + 1)
    expect(hours("month", "2025-03-05T12:00Z")).toBe(31 * 24 - 1)
    expect(hours("month", "2024-02-29T12:00Z")).toBe(29 * 24)
  })
})
