/** Times are UTC on the wire and shown in the reader's own zone. */

type Grain = "minute" | "hour" | "day"

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** How precisely points of a step are named: a day's point needs no clock. */
const grainOf = (step: number): Grain => (step >= DAY ? "day" : step >= 60 * MINUTE ? "hour" : "minute")

const FULL: Record<Grain, Intl.DateTimeFormatOptions> = {
  minute: { hour: "numeric", minute: "2-digit" },
  hour: { weekday: "short", hour: "numeric", minute: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short" },
}

const MOMENT: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }

/** Names one point: `10:32`, `Thu 10:00`, `Thu, 3 Jan`. @param step length of the bucket, ms */
export function formatPoint(time: number, step: number, locale?: string): string {
  return dateFormat(locale, FULL[grainOf(step)]).format(time)
}

/** Names a tick: the clock within a day, the date where a new day begins. */
export function formatTick(time: number, locale?: string): string {
  const date = new Date(time)
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0
  return dateFormat(locale, isMidnight ? { day: "numeric", month: "short" } : FULL.minute).format(time)
}

export function formatClock(time: number, locale?: string): string {
  return dateFormat(locale, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(time)
}

/** A moment in full: `3 Jan, 10:32`. */
export function formatMoment(time: number, locale?: string): string {
  return dateFormat(locale, MOMENT).format(time)
}

/** From when to when, what both share said once: `3 Jan, 10:25 – 10:30`. */
export function formatSpan(from: number, to: number, locale?: string): string {
  return dateFormat(locale, MOMENT).formatRange(from, Math.max(from, to))
}

/** A window in words, after "last": `5 minutes`, `hour`, `24 hours`, `7 days`. */
export function windowName(minutes: number): string {
  if (minutes === 60) return "hour"
  if (minutes % 1440 === 0 && minutes > 1440) return `${minutes / 1440} days`
  if (minutes % 60 === 0 && minutes > 60) return `${minutes / 60} hours`
  return minutes === 1 ? "minute" : `${minutes} minutes`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}
