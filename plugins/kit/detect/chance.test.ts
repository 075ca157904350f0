import { describe, expect, test } from "bun:test"
import { deviations, isBeyondChance } from "./chance.ts"
import { belowShare, usualShare } from "./share.ts"
import { widening } from "./widening.ts"

const HOUR = 3_600_000
const START = Date.parse("2025-01-06T00:00:00Z")

describe("deviations", () => {
  test("none instead of nine lies as far off as its probability says, 0.000123", () => {
    expect(deviations(0, 9)).toBeCloseTo(-3.75, 1)
  })
  test("where counts are many it is the plain distance in standard deviations", () => {
    expect(deviations(10_300, 10_000)).toBeCloseTo(3, 1)
    expect(deviations(9_700, 10_000)).toBeCloseTo(-3, 1)
  })
  test("as expected is none, and half a count is none either", () => {
    expect(deviations(9, 9)).toBe(0)
    expect(deviations(9.3, 9)).toBe(0)
  })
  test("bunches, and days that differ, make the same distance mean less", () => {
    const distance = (nature: object) => deviations(150, 100, nature)
    expect(distance({ wildness: 3 })).toBeLessThan(distance({}))
    expect(distance({ wobble: 0.2 })).toBeLessThan(distance({}))
  })
  test("where nothing was expected, anything is beyond all chance, and nothing is as expected", () => {
    expect(deviations(1, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(deviations(0, 0)).toBe(0)
  })
  test("six instead of nine is chance, two is hardly", () => {
    expect([isBeyondChance(6, 9), isBeyondChance(2, 9)]).toEqual([false, true])
  })
})

describe("the usual share", () => {
  /** Days of hours: a hundred wholes each, parts by hour of the day. */
  const hours = (days: number, value: (hour: number, day: number) => number) =>
    Array.from({ length: days * 24 }, (_, i) => ({ t: START + i * HOUR, value: value(i % 24, Math.floor(i / 24)) }))
  const wholes = hours(28, () => 100)

  test("is that of this time of the day", () => {
    const parts = hours(28, hour => (hour >= 18 ? 8 : 2))
    const at = (hour: number) => usualShare(parts, wholes, START + 28 * 24 * HOUR + hour * HOUR)?.share
    expect(at(21)).toBeCloseTo(0.08, 9)
    expect(at(9)).toBeCloseTo(0.02, 9)
  })

  test("knows by how much days differ beyond chance", () => {
    const at = START + 28 * 24 * HOUR + 12 * HOUR
    const steady = hours(28, () => 50)
    expect(usualShare(steady, wholes, at)!.wobble).toBe(0)
    const moody = hours(28, (_, day) => (day % 2 ? 70 : 30))
    expect(usualShare(moody, wholes, at)!.wobble).toBeGreaterThan(0.3)
  })

  test("is not known from a handful", () => {
    expect(
      usualShare(
        hours(1, () => 1),
        hours(1, () => 100),
        START + 30 * HOUR,
      ),
    ).toBeUndefined()
  })
})

describe("belowShare", () => {
  test("must be below the limit, and beyond chance below what is usual", () => {
    const usual = { share: 0.045, wobble: 0 }
    const seen = (part: number, whole: number) => belowShare({ part, whole, limit: 0.03, usual })
    expect([seen(40, 1_000), seen(29, 1_000), seen(5, 1_000), seen(1, 100)]).toEqual([
      "normal",
      "between",
      "breach",
      "between",
    ])
  })
  test("is unknown of nothing", () => {
    expect(belowShare({ part: 0, whole: 0, limit: 0.03 })).toBe("unknown")
  })
})

test("the shortest window that can tell decides, and one in between asks the next", () => {
  const said = (
    ...verdicts: ["breach" | "normal" | "between" | "unknown", ...("breach" | "normal" | "between" | "unknown")[]]
  ) => widening([{ verdict: verdicts[0] }, ...verdicts.slice(1).map(verdict => ({ verdict }))]).verdict
  expect(said("unknown", "breach", "normal")).toBe("breach")
  expect(said("normal", "breach")).toBe("normal")
  expect(said("between", "breach")).toBe("breach")
  expect(said("between", "unknown")).toBe("between")
  expect(said("unknown", "unknown")).toBe("unknown")
})
