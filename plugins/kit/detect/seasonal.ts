import type { Point } from "../alert.ts"
import { median, spread } from "./robust.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** Hours whose level says how business goes now, compared with what the week's pattern says of them. */
const LEVEL_HOURS = 6
/** Least hours of history for any pattern: two days, so that each hour of the day was seen twice. */
const LEAST_HISTORY = 48

export interface Expectation {
  /** Per hour. */
  expected: number
  /** How far such hours usually lie off, in the same unit; never below what chance does to counts. */
  deviation: number
  /** What it was learnt from. */
  basis: "week" | "day" | "level"
}

/**
 * What an hour should bring, from the hours before it: the median of the same hour in past weeks (in past days, while
 * there are less than two weeks; a plain level, while there are less than two days), times how the last hours compared
 * with their own pattern. A holiday or a sale thus moves the expectation and not the alarm.
 *
 * @param history whole hours, oldest first, none after `at`; hours that are missing count as not known
 */
export function seasonal(history: readonly Point[], at: number): Expectation | undefined {
  const last = history.at(-1)
  const before = last && last.t + HOUR > at ? history.filter(({ t }) => t + HOUR <= at) : history
  const recent = before.slice(-LEVEL_HOURS)
  if (recent.length < 2) return undefined
  const span = at - before[0]!.t
  const period = span >= 2 * WEEK ? WEEK : DAY
  if (span < LEAST_HISTORY * HOUR) return flat(recent)

  const pattern = patternOf(before, period)
  const usual = pattern(at)
  if (!usual) return flat(recent)
  const level = levelOf(recent, pattern)
  const expected = level * usual.middle
  return {
    expected,
    deviation: Math.max(level * usual.deviation, Math.sqrt(Math.max(expected, 1))),
    basis: period === WEEK ? "week" : "day",
  }
}

function flat(recent: readonly Point[]): Expectation {
  const values = recent.map(({ value }) => value)
  const expected = median(values)
  return { expected, deviation: Math.max(spread(values, expected), Math.sqrt(Math.max(expected, 1))), basis: "level" }
}

interface Usual {
  middle: number
  deviation: number
}

type Pattern = (at: number) => Usual | undefined

/** Patterns of histories that are still in use: one history is asked about many times before it grows by an hour. */
const patterns = new WeakMap<readonly Point[], Map<number, Pattern>>()

function patternOf(history: readonly Point[], period: number): Pattern {
  const known = patterns.get(history) ?? new Map<number, Pattern>()
  patterns.set(history, known)
  const pattern = known.get(period) ?? learn(history, period)
  known.set(period, pattern)
  return pattern
}

/** The usual value at an instant: from the hours at whole periods before it, and between hours a straight line. */
function learn(history: readonly Point[], period: number): Pattern {
  const byPhase = new Map<number, number[]>()
  for (const { t, value } of history) {
    const phase = Math.floor((t % period) / HOUR)
    const values = byPhase.get(phase)
    if (values) values.push(value)
    else byPhase.set(phase, [value])
  }
  const usual = new Map<number, Usual>()
  for (const [phase, values] of byPhase) {
    const middle = median(values)
    usual.set(phase, { middle, deviation: spread(values, middle) })
  }
  const ofHour = (at: number): Usual | undefined => usual.get(Math.floor((at % period) / HOUR))
  return at => {
    // An hour's count belongs to its middle.
    const left = ofHour(at - HOUR / 2)
    const right = ofHour(at + HOUR / 2)
    if (!left || !right) return left ?? right
    const share = ((at - HOUR / 2) % HOUR) / HOUR
    return {
      middle: left.middle * (1 - share) + right.middle * share,
      deviation: Math.max(left.deviation, right.deviation),
    }
  }
}

/** How the last hours compare with their pattern: 1 is as ever. Kept within a factor of 4, which no season exceeds. */
function levelOf(recent: readonly Point[], pattern: (at: number) => Usual | undefined): number {
  const ratios = recent.flatMap(({ t, value }) => {
    const usual = pattern(t + HOUR / 2)
    return usual && usual.middle > 0 ? [value / usual.middle] : []
  })
  return ratios.length === 0 ? 1 : Math.min(4, Math.max(0.25, median(ratios)))
}

/** Whether at least `k` of the last `n` were so: one wild value is no alarm. */
export function kOfN(flags: readonly boolean[], k: number, n: number): boolean {
  return flags.slice(-n).filter(Boolean).length >= k
}
