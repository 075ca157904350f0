import { describe, expect, test } from "bun:test"
import type { Point } from "../alert.ts"
import { drift } from "./drift.ts"
import { relative } from "./relative.ts"
import { dispersion, median, spread } from "./robust.ts"
import { kOfN, seasonal } from "./seasonal.ts"
import { threshold } from "./threshold.ts"
import { slowDrift } from "./trend.ts"

const HOUR = 3_600_000
const DAYS_28 = 28 * 24
/** A Monday. */
const START = Date.parse("2025-01-06T00:00:00Z")

/** A shop's hours: quiet nights, busy evenings, half as much again on weekends; `shape` changes single hours. */
function hours(count: number, shape = (value: number, _hour: number) => value): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const daily = 200 + 150 * Math.sin(((i % 24) / 24) * 2 * Math.PI - 2)
    const weekend = Math.floor(i / 24) % 7 >= 5 ? 1.5 : 1
    // Wobble without randomness: the same in every run, and unlike in neighbouring weeks.
    const wobble = 1 + 0.04 * Math.sin(i * 12.9898)
    return { t: START + i * HOUR, value: shape(daily * weekend * wobble, i) }
  })
}

describe("threshold", () => {
  test("breaches beyond the threshold, is normal once it cleared it, and in between changes nothing", () => {
    const at = (value: number | null) => threshold(value, { above: 80, clear: 75 })
    expect([81, 80, 76, 75, null].map(at)).toEqual(["breach", "between", "between", "normal", "unknown"])
    expect([2.9, 3, 3.2, 3.3].map(value => threshold(value, { below: 3 }))).toEqual([
      "breach",
      "between",
      "between",
      "normal",
    ])
  })
})

describe("relative", () => {
  const rise = (value: number, expected: number, minimum = 1) => relative({ value, expected, beyond: 50, minimum })

  test("breaches when a count leaves what was expected by the percentage, and is normal at half of it", () => {
    expect(rise(1_600, 1_000)).toBe("breach")
    expect(rise(1_400, 1_000)).toBe("between")
    expect(rise(1_200, 1_000)).toBe("normal")
    expect(relative({ value: 600, expected: 1_000, beyond: -30, minimum: 1 })).toBe("breach")
    expect(relative({ value: 900, expected: 1_000, beyond: -30, minimum: 1 })).toBe("normal")
  })

  test("few visitors doubling in a quiet hour are no alarm, however large the percentage", () => {
    expect(rise(8, 4)).not.toBe("breach")
    expect(relative({ value: 3, expected: 6, beyond: -30, minimum: 1 })).not.toBe("breach")
    expect(rise(8, 4, 50)).toBe("unknown")
  })

  test("the wilder a number is by nature, the further it must go", () => {
    const at = (wildness: number) => relative({ value: 200, expected: 100, beyond: 50, minimum: 1, wildness })
    expect([at(1), at(10)]).toEqual(["breach", "between"])
  })
})

describe("robust statistics", () => {
  test("one wild value does not move them", () => {
    expect(median([1, 2, 3, 4, 1_000_000])).toBe(3)
    expect(spread([10, 11, 9, 10, 1_000_000])).toBeLessThan(2)
  })
  test("a rhythm is not taken for wildness", () => {
    expect(dispersion(hours(48).map(({ value }) => value))).toBeLessThan(10)
    expect(dispersion([0, 100, 0, 100, 0, 100])).toBeGreaterThan(50)
  })
})

describe("seasonal", () => {
  test("expects the night's little at night and the evening's much in the evening", () => {
    const history = hours(DAYS_28)
    for (const hour of [2, 8, 14, 20]) {
      const at = START + (DAYS_28 - 24 + hour) * HOUR
      const past = history.filter(({ t }) => t + HOUR <= at)
      const { expected, basis } = seasonal(past, at + HOUR / 2)!
      expect(basis).toBe("week")
      expect(Math.abs(expected / history[DAYS_28 - 24 + hour]!.value - 1)).toBeLessThan(0.1)
    }
  })

  test("learns from past days while there are no two weeks, and takes the plain level while there are no two days", () => {
    const basis = (count: number) => seasonal(hours(count), START + count * HOUR + HOUR / 2)?.basis
    expect([1, 10, 100, DAYS_28].map(basis)).toEqual([undefined, "level", "day", "week"])
  })

  test("follows the level of the last hours, so that a good day is no anomaly", () => {
    const doubled = hours(DAYS_28, (value, i) => (i >= DAYS_28 - 12 ? value * 2 : value))
    const at = START + DAYS_28 * HOUR + HOUR / 2
    expect(seasonal(doubled, at)!.expected / seasonal(hours(DAYS_28), at)!.expected).toBeCloseTo(2, 1)
  })

  test("one broken week in the past does not change what is expected", () => {
    const broken = hours(DAYS_28, (value, i) => (i >= 7 * 24 && i < 8 * 24 ? 0 : value))
    const at = START + DAYS_28 * HOUR + HOUR / 2
    expect(seasonal(broken, at)!.expected / seasonal(hours(DAYS_28), at)!.expected).toBeCloseTo(1, 1)
  })

  test("no deviation is taken to be smaller than chance makes it", () => {
    const flat = hours(DAYS_28, () => 100)
    expect(seasonal(flat, START + DAYS_28 * HOUR + HOUR / 2)!.deviation).toBeGreaterThanOrEqual(10)
  })
})

test("k of n looks at the newest only", () => {
  expect(kOfN([true, true, false, false, true], 2, 3)).toBe(false)
  expect(kOfN([false, true, false, true], 2, 3)).toBe(true)
})

describe("drift", () => {
  test("adds up what no single value shows, to either side", () => {
    expect(drift(Array(20).fill(1)).direction).toBe("up")
    expect(drift(Array(20).fill(-1)).direction).toBe("down")
  })
  test("takes neither wobble nor one spike for a drift", () => {
    expect(drift(Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1))).direction).toBeUndefined()
    expect(drift([0, 0, 100, 0, 0]).direction).toBeUndefined()
  })
  test("over days, a tenth less every few days is found, and a steady shop is left alone", () => {
    const falling = hours(DAYS_28, (value, i) => value * (1 - 0.02 * Math.max(0, i / 24 - 14)))
    expect(slowDrift(falling, 100)).toMatchObject({ direction: "down" })
    expect(slowDrift(hours(DAYS_28), 100)).toMatchObject({ direction: undefined })
    expect(slowDrift(hours(24 * 10), 100)).toBeUndefined()
  })
})
