import type { Question, Reading } from "../alert.ts"
import { dispersion, mean } from "./robust.ts"
import { seasonal } from "./seasonal.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Least minutes of comparison for a plain level. */
const LEAST_MINUTES = 15

export interface Expected {
  /** In the whole window. */
  expected: number
  /** See `dispersion`. */
  wildness: number
}

const FOUR_WEEKS = 28 * 24 * 60

/** What must be asked to compare a window of minutes with what is normal. */
export function normalOf(metric: string, minutes: number): Record<"now" | "before" | "hours", Question> {
  return {
    now: { metric, minutes },
    before: { metric, minutes: 60, ago: minutes, step: "1m" },
    hours: { metric, minutes: FOUR_WEEKS, step: "1h" },
  }
}

/**
 * What a window of minutes should bring: by the season where the hours before allow it, else at the pace of the minutes
 * just before the window. Undefined where there are too few of both.
 *
 * @param readings the answers to `normalOf`: the window, the minutes just before it, and weeks of whole hours
 */
export function expectedIn(readings: Readonly<Record<"now" | "before" | "hours", Reading>>): Expected | undefined {
  const { now: window, before, hours } = readings
  const minutes = sinceFirst(before.series)
  const wildness = dispersion(minutes)
  const season = seasonal(sinceFirstPoint(hours.series), window.from + (window.elapsed * MINUTE) / 2)
  if (season && season.basis !== "level") return { expected: (season.expected * window.elapsed) / 60, wildness }
  if (minutes.length < LEAST_MINUTES) return undefined
  return { expected: mean(minutes) * window.elapsed, wildness }
}

/** Hours before the first sale of a new shop say nothing about it. */
export function sinceFirstPoint(series: Reading["series"]): Reading["series"] {
  const first = series.findIndex(({ value }) => value !== 0)
  if (first === 0) return series
  return first < 0 ? [] : series.slice(first)
}

const sinceFirst = (series: Reading["series"]): number[] => sinceFirstPoint(series).map(({ value }) => value)

/** How many hours a series of hours has had anything in it, up to its end. */
export const hoursKnown = (hours: Reading): number => {
  const [first] = sinceFirstPoint(hours.series)
  return first ? (hours.to - first.t) / HOUR : 0
}
