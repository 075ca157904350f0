import { describe, expect, test } from "bun:test"
import { RETENTION } from "./testing.ts"
import { type Asked, type TimeRange, windowOf } from "./window.ts"

const at = (iso: string): number => Date.parse(iso)
const shown = ({ from, to }: TimeRange): string => `${new Date(from).toISOString()} ${new Date(to).toISOString()}`

function windowAt(now: string, asked: Asked, zone = "UTC") {
  return windowOf(asked, { now: at(now), zone, retention: RETENTION })
}

describe("the last N", () => {
  test("minutes are the newest minute cells, the running one included", () => {
    expect(shown(windowAt("2025-01-15T10:30:59.999Z", { minutes: 5 }))).toBe(
      "2025-01-15T10:26:00.000Z 2025-01-15T10:31:00.000Z",
    )
  })

  test("a new minute begins exactly on the minute", () => {
    expect(shown(windowAt("2025-01-15T10:31:00Z", { minutes: 1 }))).toBe(
      "2025-01-15T10:31:00.000Z 2025-01-15T10:32:00.000Z",
    )
  })

  test("hours are 60 minutes each, whatever the clock shows", () => {
    expect(shown(windowAt("2025-01-15T10:30:20Z", { hours: 2 }))).toBe(
      "2025-01-15T08:31:00.000Z 2025-01-15T10:31:00.000Z",
    )
  })

  test("days are the shop's own, today since midnight included", () => {
    expect(shown(windowAt("2025-01-15T10:30:20Z", { days: 1 }, "America/New_York"))).toBe(
      "2025-01-15T05:00:00.000Z 2025-01-15T10:31:00.000Z",
    )
    expect(shown(windowAt("2025-03-31T10:00:00Z", { days: 3 }, "Europe/Berlin"))).toBe(
      "2025-03-28T23:00:00.000Z 2025-03-31T10:01:00.000Z",
    )
  })
})

describe("from and to", () => {
  test("move outwards to whole minutes", () => {
    const asked = { from: at("2025-01-15T09:00:30Z"), to: at("2025-01-15T09:10:01Z") }
    expect(shown(windowAt("2025-01-15T10:30:20Z", asked))).toBe("2025-01-15T09:00:00.000Z 2025-01-15T09:11:00.000Z")
  })

  test("without to, the window ends with the running minute", () => {
    expect(shown(windowAt("2025-01-15T10:30:20Z", { from: at("2025-01-15T10:00Z") }))).toBe(
      "2025-01-15T10:00:00.000Z 2025-01-15T10:31:00.000Z",
    )
  })

  test("move to the hour where minutes are no longer kept, and to the shop's day where hours are not", () => {
    const now = "2025-01-15T10:30:20Z"
    const hours = { from: at("2025-01-03T09:20Z"), to: at("2025-01-03T11:20Z") }
    expect(shown(windowAt(now, hours))).toBe("2025-01-03T09:00:00.000Z 2025-01-03T12:00:00.000Z")
    const days = { from: at("2023-12-31T09:20Z"), to: at("2024-01-01T11:20Z") }
    expect(shown(windowAt(now, days, "Europe/Berlin"))).toBe("2023-12-30T23:00:00.000Z 2024-01-01T23:00:00.000Z")
  })

  test("move to the day where minutes are gone and days begin within an hour", () => {
    const asked = { from: at("2025-01-03T09:20Z"), to: at("2025-01-03T11:20Z") }
    expect(shown(windowAt("2025-01-15T10:30:20Z", asked, "Asia/Kolkata"))).toBe(
      "2025-01-02T18:30:00.000Z 2025-01-03T18:30:00.000Z",
    )
  })
})

describe("the window before", () => {
  const previous = (now: string, asked: Asked, zone?: string) => shown(windowAt(now, asked, zone).previous)

  test("lies directly before and is cut at the nearest minute to what has passed", () => {
    expect(previous("2025-01-15T10:30:20Z", { minutes: 5 })).toBe("2025-01-15T10:21:00.000Z 2025-01-15T10:25:00.000Z")
    expect(previous("2025-01-15T10:30:40Z", { minutes: 5 })).toBe("2025-01-15T10:21:00.000Z 2025-01-15T10:26:00.000Z")
  })

  test("is never empty", () => {
    expect(previous("2025-01-15T10:30:05Z", { minutes: 1 })).toBe("2025-01-15T10:29:00.000Z 2025-01-15T10:30:00.000Z")
  })

  test("of today is yesterday until this time", () => {
    expect(previous("2025-01-15T10:30:20Z", { days: 1 })).toBe("2025-01-14T00:00:00.000Z 2025-01-14T10:30:00.000Z")
  })

  test("of today has the same length after the clocks changed", () => {
    // Berlin, 30 March: 23 hours. At 12:00 local eleven hours have passed, and eleven hours into the 29th it was 11:00.
    expect(previous("2025-03-30T10:00:00Z", { days: 1 }, "Europe/Berlin")).toBe(
      "2025-03-28T23:00:00.000Z 2025-03-29T10:00:00.000Z",
    )
  })

  test("of a window that is over has its whole length", () => {
    const asked = { from: at("2025-01-15T08:00Z"), to: at("2025-01-15T09:00Z") }
    expect(previous("2025-01-15T10:30:20Z", asked)).toBe("2025-01-15T07:00:00.000Z 2025-01-15T08:00:00.000Z")
  })

  test("of a window that has not ended is cut at what has passed", () => {
    const asked = { from: at("2025-01-15T00:00Z"), to: at("2025-01-16T00:00Z") }
    expect(previous("2025-01-15T06:00:00Z", asked)).toBe("2025-01-14T00:00:00.000Z 2025-01-14T06:00:00.000Z")
  })
})
