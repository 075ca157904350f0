import type { Point } from "../alert.ts"
import { type Drift, drift } from "./drift.ts"
import { median, spread } from "./robust.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Days that say what is usual, by hour of the week; the days after them are judged. */
const LEARNING_DAYS = 14
/** A few percent from day to day are nobody's worry, however many visitors make them certain. */
const LEAST_SPREAD = 0.05

export interface SlowDrift extends Drift {
  /** Percent by which the last days lie above the first two weeks. */
  change: number
  /** Whether nothing of a drift is left: what was believed is believed until then. */
  isOver: boolean
}
/** Sum at which a drift over days is believed. */
const LIMIT = 7
/** Percent that it must have come to; less is nobody's worry. */
const LEAST_CHANGE = 10

/** What was found in hours that are still in use: they are asked about every second, and grow once an hour. */
const findings = new WeakMap<readonly Point[], { minimum: number; found: SlowDrift | undefined }>()

/**
 * A slow drift over days, too slow for any hour to stand out: each day's total against what the same hours of the week
 * brought in the first two weeks, added up by CUSUM.
 *
 * @param hours whole hours, oldest first; four weeks are good, less than three say nothing
 * @param minimum least that a day must bring for its ratio to mean anything
 */
export function slowDrift(hours: readonly Point[], minimum: number): SlowDrift | undefined {
  const known = findings.get(hours)
  if (known?.minimum === minimum) return known.found
  const found = find(hours, minimum)
  findings.set(hours, { minimum, found })
  return found
}

function find(hours: readonly Point[], minimum: number): SlowDrift | undefined {
  const start = hours[0]?.t
  if (start === undefined) return undefined
  const learnt = hours.filter(({ t }) => t < start + LEARNING_DAYS * DAY)
  const usual = new Map<number, number>()
  for (const phase of new Set(learnt.map(phaseOf))) {
    usual.set(phase, median(learnt.filter(point => phaseOf(point) === phase).map(({ value }) => value)))
  }
  const ratios = (points: readonly Point[]): number[] => ratiosByDay(points, usual, minimum)
  const before = ratios(learnt)
  const after = ratios(hours.slice(learnt.length))
  if (before.length < 7 || after.length < 5) return undefined
  const deviation = Math.max(spread(before, 1), LEAST_SPREAD)
  const change = (median(after.slice(-3)) - 1) * 100
  const found = drift(
    after.map(ratio => (ratio - 1) / deviation),
    { limit: LIMIT },
  )
  const isWorthIt = found.direction === "up" ? change >= LEAST_CHANGE : change <= -LEAST_CHANGE
  return {
    ...found,
    direction: isWorthIt ? found.direction : undefined,
    change,
    isOver: Math.max(found.up, found.down) < LIMIT / 2 || Math.abs(change) < LEAST_CHANGE / 2,
  }
}

/** Hour of the week. */
const phaseOf = ({ t }: Point): number => Math.floor(t / HOUR) % 168

/** Whole days only: what came, divided by what was usual. */
function ratiosByDay(points: readonly Point[], usual: ReadonlyMap<number, number>, minimum: number): number[] {
  const ratios: number[] = []
  for (let i = 0; i + 24 <= points.length; i += 24) {
    const day = points.slice(i, i + 24)
    const expected = day.reduce((sum, point) => sum + (usual.get(phaseOf(point)) ?? 0), 0)
    const came = day.reduce((sum, { value }) => sum + value, 0)
    if (expected >= minimum) ratios.push(came / expected)
  }
  return ratios
}
