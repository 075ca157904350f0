import { dayOf, HOUR, localDate, type Span } from "../store/calendar.ts"

export const PERIODS = ["day", "week", "month"] as const
export type Period = (typeof PERIODS)[number]

/** The day of the zone that holds the instant, or its week from Monday on, or its month. */
export function periodOf(period: Period, zone: string, at: number): Span {
  const [year = 0, month = 0, day = 0] = localDate(zone, at).split("-").map(Number)
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  const [gone, days] = {
    day: [0, 1] as const,
    week: [weekday, 7] as const,
    month: [day - 1, new Date(Date.UTC(year, month, 0)).getUTCDate()] as const,
  }[period]
  return { start: dayAfter(zone, at, -gone), end: dayAfter(zone, at, days - gone) }
}

/** Start of the day `n` days after the one that holds the instant: noon stays in its day through clock changes. */
function dayAfter(zone: string, at: number, n: number): number {
  return dayOf(zone, dayOf(zone, at).start + (12 + 24 * n) * HOUR).start
}
