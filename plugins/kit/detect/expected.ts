import type { Question, Reading } from "../alert.ts"
import type { Nature } from "./chance.ts"
import { dispersion, mean } from "./robust.ts"
import { type Expectation, seasonal } from "./seasonal.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Least minutes of comparison for a plain level. */
const LEAST_MINUTES = 15
/** Minutes before a window that say how wild they are, and the newest of them, that say how fast it goes. */
const [MINUTES_BEFORE, PACE_MINUTES] = [120, 60]
/** Whoever comes looks at more than one page: what an hour shows of that by chance may be too little. */
const LEAST_WILDNESS = 2
/** What comes after is off by this much even where the hours before were just as expected. */
const LEAST_WOBBLE = 0.05

export interface Expected extends Required<Nature> {
  /** In the whole window. */
  expected: number
  /** The season's, or only the pace of the minutes before. */
  basis: "season" | "pace"
}

const FOUR_WEEKS = 28 * 24 * 60

/** What must be asked to compare a window of minutes with what is normal. */
export function normalOf(metric: string, minutes: number): Record<"now" | "before" | "hours", Question> {
  return {
    now: { metric, minutes },
    before: { metric, minutes: MINUTES_BEFORE, ago: minutes, step: "1m" },
    hours: { metric, minutes: FOUR_WEEKS, step: "1h" },
  }
}

/**
 * What a window of minutes should bring: by the season where the hours before allow it, else at the pace of the minutes
 * just before the window. Undefined where there are too few of both; and for another window than `now` without a season,
 * because the minutes before are before `now`.
 *
 * @param readings the answers to `normalOf`: the window, the minutes just before it, and weeks of whole hours
 * @param window another one that ends now, of the same metric; `now` where absent
 */
export function expectedIn(
  readings: Readonly<Record<"now" | "before" | "hours", Reading>>,
  window: Pick<Reading, "from" | "elapsed"> = readings.now,
): Expected | undefined {
  const minutes = sinceFirstPoint(readings.before.series).map(({ value }) => value)
  const wildness = Math.max(LEAST_WILDNESS, dispersion(minutes))
  const season = seasonal(sinceFirstPoint(readings.hours.series), window.from + (window.elapsed * MINUTE) / 2)
  if (season && season.basis !== "level") {
    const expected = (season.expected * window.elapsed) / 60
    return { expected, wildness, wobble: wobbleOf(season, wildness), basis: "season" }
  }
  if (minutes.length < LEAST_MINUTES || window !== readings.now) return undefined
  return { expected: mean(minutes.slice(-PACE_MINUTES)) * window.elapsed, wildness, wobble: 0, basis: "pace" }
}

/** What is left of how far hours lie off when what chance does to so many visitors is taken out. */
export function wobbleOf({ expected, deviation }: Expectation, wildness: number): number {
  const byNature = expected > 0 ? (deviation / expected) ** 2 - wildness / expected : 0
  return Math.sqrt(Math.max(LEAST_WOBBLE ** 2, byNature))
}

const beginnings = new WeakMap<Reading["series"], Reading["series"]>()

/** Hours before the first sale of a new shop say nothing about it. The same answer for the same series. */
export function sinceFirstPoint(series: Reading["series"]): Reading["series"] {
  const known = beginnings.get(series)
  if (known) return known
  const first = series.findIndex(({ value }) => value !== 0)
  const rest = first === 0 ? series : first < 0 ? [] : series.slice(first)
  beginnings.set(series, rest)
  return rest
}

/** How many hours a series of hours has had anything in it, up to its end. */
export const hoursKnown = (hours: Reading): number => {
  const [first] = sinceFirstPoint(hours.series)
  return first ? (hours.to - first.t) / HOUR : 0
}
