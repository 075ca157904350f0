import type { Config } from "../config.ts"
import { dayOf, HOUR, MINUTE } from "../store/calendar.ts"

export const DAY = 24 * HOUR
/** The last instant that a `Date` can tell, epoch ms; stores that keep times as such know none later. */
export const LAST_INSTANT = 8_640_000_000_000_000

/** `[from, to)`, epoch ms. */
export interface TimeRange {
  from: number
  to: number
}

/** A window as asked for. "The last N" are the N newest, the running one included. */
export type Asked = { minutes: number } | { hours: number } | { days: number } | { from: number; to?: number }

/** A window as answered, in whole minutes; and the equal elapsed length just before it. */
export interface Window extends TimeRange {
  previous: TimeRange
}

export interface Calendar {
  /** Epoch ms. */
  now: number
  /** The shop's IANA zone. */
  zone: string
  retention: Config["retention"]
}

/**
 * Places a window on the time line.
 * - `minutes`, `hours`: the newest 60 minute cells make the last hour, whatever the clock shows.
 * - `days`: the shop's own days, so `days=1` is today since midnight.
 * - `from`, `to`: outwards to whole minutes; without `to`, until now. What lies ahead counts as asked for.
 *
 * An edge from which minutes are no longer kept moves outwards to the hour, and further back to the day.
 */
export function windowOf(asked: Asked, calendar: Calendar): Window {
  const { now, zone } = calendar
  const end = period(now, MINUTE).to
  const from = edgeBefore(startOf(asked, end, calendar), calendar)
  const to = "from" in asked && asked.to !== undefined ? edgeAfter(asked.to, calendar) : end
  const meantTo = "days" in asked ? dayOf(zone, now).end : to
  return { from, to, previous: previousOf(asked, { from, to: meantTo }, calendar) }
}

function startOf(asked: Asked, end: number, { now, zone }: Calendar): number {
  if ("minutes" in asked) return end - asked.minutes * MINUTE
  if ("hours" in asked) return end - asked.hours * HOUR
  return "days" in asked ? daysBefore(zone, now, asked.days - 1) : asked.from
}

/**
 * As long as the window is meant to be, directly before it, cut where as much time has passed as in the window now:
 * half of today compares with the same half of yesterday. Cells are whole minutes, so the cut is at the nearest one.
 */
function previousOf(asked: Asked, meant: TimeRange, calendar: Calendar): TimeRange {
  const { now, zone } = calendar
  const from =
    "days" in asked
      ? daysBefore(zone, meant.from, asked.days)
      : edgeBefore(meant.from - (meant.to - meant.from), calendar)
  const elapsed = Math.min(now, meant.to) - meant.from
  const grain = isKept(from + elapsed, calendar, "minute") ? MINUTE : HOUR
  const to = Math.max(Math.round((from + elapsed) / grain) * grain, from + grain)
  return { from, to: Math.min(to, meant.from) }
}

/** Start of the day `n` days before the one that holds the instant: noon stays in its day through clock changes. */
function daysBefore(zone: string, at: number, n: number): number {
  return dayOf(zone, dayOf(zone, at).start + DAY / 2 - n * DAY).start
}

/** Whether cells of the grain still stand at the instant. */
export function isKept(at: number, { now, retention }: Calendar, grain: "minute" | "hour"): boolean {
  return at >= now - (grain === "minute" ? retention.minuteDays : retention.hourDays) * DAY
}

const edgeBefore = (at: number, calendar: Calendar): number => finestPeriod(at, calendar).from

function edgeAfter(at: number, calendar: Calendar): number {
  const { from, to } = finestPeriod(at, calendar)
  return at === from ? at : to
}

/** The minute, hour or day that holds the instant: the finest of which cells are still kept. */
function finestPeriod(at: number, calendar: Calendar): TimeRange {
  if (isKept(at, calendar, "minute")) return period(at, MINUTE)
  const day = dayOf(calendar.zone, at)
  // In zones such as India's, days begin within a UTC hour: an edge at an hour would leave half an hour to lost minutes.
  const hasWholeHours = day.start % HOUR === 0
  return hasWholeHours && isKept(at, calendar, "hour") ? period(at, HOUR) : { from: day.start, to: day.end }
}

function period(at: number, length: number): TimeRange {
  const from = Math.floor(at / length) * length
  return { from, to: from + length }
}
