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
 * @param history whole hours, oldest first; hours that are missing count as not known. Where it goes on after `at`, the
 * pattern is learnt from all of it, and the level from what was before
 */
export function seasonal(history: readonly Point[], at: number): Expectation | undefined {
  const recent = lastBefore(history, at)
  if (recent.length < 2) return undefined
  const span = at - history[0]!.t
  const period = span >= 2 * WEEK ? WEEK : DAY
  if (span < LEAST_HISTORY * HOUR) return flat(recent)

  const pattern = patternOf(history, period)
  const usual = pattern.at(at)
  if (usual === undefined) return flat(recent)
  const expected = levelOf(recent, pattern) * usual
  return {
    expected,
    deviation: Math.max(pattern.wobble * expected, Math.sqrt(Math.max(expected, 1))),
    basis: period === WEEK ? "week" : "day",
  }
}

/** The newest hours that had ended by an instant. */
function lastBefore(history: readonly Point[], at: number): readonly Point[] {
  let end = history.length
  while (end > 0 && history[end - 1]!.t + HOUR > at) end--
  return history.slice(Math.max(0, end - LEVEL_HOURS), end)
}

function flat(recent: readonly Point[]): Expectation {
  const values = recent.map(({ value }) => value)
  const expected = median(values)
  return { expected, deviation: Math.max(spread(values, expected), Math.sqrt(Math.max(expected, 1))), basis: "level" }
}

interface Pattern {
  /** Usual value per hour at an instant; undefined where such an hour was never seen. */
  at(instant: number): number | undefined
  /** How far busy hours lie off their usual value, as a share of it. Of quiet ones chance says more than nature. */
  wobble: number
}

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
  const usual = new Map([...byPhase].map(([phase, values]) => [phase, median(values)]))
  const ofHour = (at: number): number | undefined => usual.get(Math.floor((at % period) / HOUR))
  return {
    wobble: wobbleOf(byPhase, usual),
    at(instant) {
      // An hour's count belongs to its middle.
      const left = ofHour(instant - HOUR / 2)
      const right = ofHour(instant + HOUR / 2)
      if (left === undefined || right === undefined) return left ?? right
      const share = ((instant - HOUR / 2) % HOUR) / HOUR
      return left * (1 - share) + right * share
    },
  }
}

function wobbleOf(byPhase: ReadonlyMap<number, readonly number[]>, usual: ReadonlyMap<number, number>): number {
  const middle = median([...usual.values()])
  const ratios = [...byPhase].flatMap(([phase, values]) => {
    const own = usual.get(phase)!
    // A median of n values lies nearer to them than the truth does.
    const correction = Math.sqrt(values.length / Math.max(1, values.length - 1))
    return own > 0 && own >= middle && values.length > 1 ? values.map(value => (value / own - 1) * correction) : []
  })
  return ratios.length === 0 ? 0 : spread(ratios, 0)
}

/** How the last hours compare with their pattern: 1 is as ever. Kept within a factor of 4, which no season exceeds. */
function levelOf(recent: readonly Point[], pattern: Pattern): number {
  const ratios = recent.flatMap(({ t, value }) => {
    const usual = pattern.at(t + HOUR / 2)
    return usual ? [value / usual] : []
  })
  return ratios.length === 0 ? 1 : Math.min(4, Math.max(0.25, median(ratios)))
}

/** Whether at least `k` of the last `n` were so: one wild value is no alarm. */
export function kOfN(flags: readonly boolean[], k: number, n: number): boolean {
  return flags.slice(-n).filter(Boolean).length >= k
}
