import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { assertZone, dayOf, HOUR, hourStart } from "./calendar.ts"

const at = (iso: string) => Date.parse(iso)
const day = (zone: string, iso: string) => {
  const { start, end } = dayOf(zone, at(iso))
  return { from: new Date(start).toISOString(), hours: (end - start) / HOUR }
}

describe("days of a zone", () => {
  test("a UTC day runs from midnight to midnight", () => {
    expect(day("UTC", "2025-01-03T10:30:00Z")).toEqual({ from: "2025-01-03T00:00:00.000Z", hours: 24 })
    expect(day("UTC", "2025-01-03T00:00:00Z").from).toBe("2025-01-03T00:00:00.000Z")
    expect(day("UTC", "2025-01-02T23:59:59.999Z").from).toBe("2025-01-02T00:00:00.000Z")
  })

  test("the day clocks go forward has 23 hours, the day they go back 25", () => {
    expect(day("Europe/Berlin", "2025-03-30T12:00Z")).toEqual({ from: "2025-03-29T23:00:00.000Z", hours: 23 })
    expect(day("Europe/Berlin", "2025-10-26T12:00Z")).toEqual({ from: "2025-10-25T22:00:00.000Z", hours: 25 })
    expect(day("America/New_York", "2025-03-09T12:00Z")).toEqual({ from: "2025-03-09T05:00:00.000Z", hours: 23 })
    expect(day("America/New_York", "2025-11-02T12:00Z")).toEqual({ from: "2025-11-02T04:00:00.000Z", hours: 25 })
  })

  test("offsets of a quarter and of half an hour cut the day there", () => {
    expect(day("Asia/Kathmandu", "2025-01-03T10:30Z")).toEqual({ from: "2025-01-02T18:15:00.000Z", hours: 24 })
    expect(day("Australia/Lord_Howe", "2025-04-05T20:00Z")).toEqual({ from: "2025-04-05T13:00:00.000Z", hours: 24.5 })
  })

  test("where clocks skip midnight, the day starts at one o'clock", () => {
    expect(day("Africa/Cairo", "2025-04-25T12:00Z")).toEqual({ from: "2025-04-24T22:00:00.000Z", hours: 23 })
  })

  test("a day is one day from its first minute to its last, even one of 27 hours", () => {
    const start = "2019-03-16T13:00:00.000Z"
    expect(day("Antarctica/Casey", "2019-03-17T15:59Z")).toEqual({ from: start, hours: 27 })
    expect(day("Antarctica/Casey", start)).toEqual({ from: start, hours: 27 })
  })

  test("a date the zone never had is skipped", () => {
    const last = dayOf("Pacific/Apia", at("2011-12-30T00:00Z"))
    expect(new Date(last.end).toISOString()).toBe("2011-12-30T10:00:00.000Z")
    expect(dayOf("Pacific/Apia", last.end).start).toBe(last.end)
  })

  test("the days of any zone follow each other without gap or overlap", () => {
    const zones = ["UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at("2015-01-01"), max: at("2035-01-01") }),
        (zone, t) => {
          const today = dayOf(zone, t)
          expect(today.start).toBeLessThanOrEqual(t)
          expect(today.end).toBeGreaterThan(t)
          expect(dayOf(zone, today.start)).toEqual(today)
          expect(dayOf(zone, today.end).start).toBe(today.end)
          expect(dayOf(zone, today.start - 1).end).toBe(today.start)
        },
      ),
    )
  })

  test("a zone that does not exist is refused by name", () => {
    expect(() => assertZone("Mars/Olympus")).toThrow("Mars/Olympus")
  })
})

test("hours are cut in UTC, before 1970 too", () => {
  expect(hourStart(at("2025-01-03T10:59:59.999Z"))).toBe(at("2025-01-03T10:00Z"))
  expect(hourStart(-1)).toBe(-HOUR)
})
