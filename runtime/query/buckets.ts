import { dayOf, HOUR, MINUTE, type Span } from "../store/calendar.ts"
import type { Grain } from "../store/store.ts"
import type { TimeRange } from "./window.ts"

export type Step = "1m" | "1h" | "1d"

export const GRAIN_OF: Readonly<Record<Step, Grain>> = { "1m": "minute", "1h": "hour", "1d": "day" }

/** The most buckets a series may have: a day of minutes and a bit, two months of hours, four years of days. */
export const MOST_BUCKETS = 1_500

/**
 * Starts of all buckets that a span touches, epoch ms. They begin on whole minutes, whole UTC hours or the shop's
 * midnights, so the first may begin before the span and the last end after it; they hold what lies in the span.
 */
export function bucketStarts(span: TimeRange, step: Step, zone: string): number[] {
  if (step === "1d") return dayStarts({ from: dayOf(zone, span.from).start, to: span.to }, zone)
  const length = step === "1m" ? MINUTE : HOUR
  const first = Math.floor(span.from / length)
  const after = Math.ceil(span.to / length)
  return Array.from({ length: after - first }, (_, i) => (first + i) * length)
}

/** How many buckets that will be, without laying them out; days are counted as if all had 24 hours. */
export function bucketCount({ from, to }: TimeRange, step: Step): number {
  return Math.ceil((to - from) / { "1m": MINUTE, "1h": HOUR, "1d": 24 * HOUR }[step])
}

/** Index of the bucket that holds the instant, by halving. */
export function bucketIndex(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (starts[middle]! <= at) low = middle
    else high = middle
  }
  return low
}

/** One read of the store, aligned to its grain. */
export interface Read extends TimeRange {
  grain: Grain
}

/**
 * Cuts a span into reads, the coarsest in the middle: minutes to the first whole hour, hours to the first whole day of
 * the shop, days, and down again. So a month costs some thirty rows a writer and not forty thousand.
 */
export function readsOf(span: TimeRange, coarsest: Grain, zone: string): Read[] {
  if (span.from >= span.to) return []
  if (coarsest === "minute") return [{ ...span, grain: "minute" }]
  const finer = coarsest === "day" ? "hour" : "minute"
  const whole = coarsest === "day" ? wholeDays(span, zone) : wholeHours(span)
  if (whole.from >= whole.to) return readsOf(span, finer, zone)
  return [
    ...readsOf({ from: span.from, to: whole.from }, finer, zone),
    { ...whole, grain: coarsest },
    ...readsOf({ from: whole.to, to: span.to }, finer, zone),
  ]
}

function wholeHours({ from, to }: TimeRange): TimeRange {
  return { from: Math.ceil(from / HOUR) * HOUR, to: Math.floor(to / HOUR) * HOUR }
}

function wholeDays({ from, to }: TimeRange, zone: string): TimeRange {
  const first = dayOf(zone, from)
  return { from: first.start === from ? from : first.end, to: dayOf(zone, to).start }
}

/** Starts of the days that begin within the span, whose `from` is one of them. */
function dayStarts({ from, to }: TimeRange, zone: string): number[] {
  const starts: number[] = []
  for (let start = from; start < to; start = dayFrom(zone, start).end) starts.push(start)
  return starts
}

const days = new Map<string, Span>()

/** The day that starts at the instant, remembered: asking Intl for each day of a year on every update would be felt. */
function dayFrom(zone: string, start: number): Span {
  const name = `${zone} ${start}`
  const day = days.get(name) ?? dayOf(zone, start)
  if (days.size > 10_000) days.clear()
  days.set(name, day)
  return day
}
