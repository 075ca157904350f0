/** Days as a shop's people count them: cut at local midnight in an IANA zone, mostly 23 to 25 hours long around clock changes. */

export const MINUTE = 60_000
export const HOUR = 3_600_000

/** The instants `[start, end)`, epoch ms. */
export interface Span {
  start: number
  end: number
}

/** Start of the UTC hour that holds the instant, epoch ms. */
export function hourStart(at: number): number {
  return Math.floor(at / HOUR) * HOUR
}

/**
 * The day of the zone that holds the instant.
 * @throws RangeError when the zone is no IANA zone
 * @example dayOf("Europe/Berlin", Date.parse("2025-03-30T12:00Z")) // 23 hours, from 23:00Z the evening before
 */
export function dayOf(zone: string, at: number): Span {
  const latest = latestDay.get(zone)
  if (latest && latest.start <= at && at < latest.end) return latest
  const start = firstInstant(zone, localDate(zone, at), at)
  // 36 hours on lies within the next day, be this one of 21 or 27 hours.
  const within = start + 36 * HOUR
  const day = { start, end: firstInstant(zone, localDate(zone, within), within) }
  latestDay.set(zone, day)
  return day
}

/** The UTC hour, or the zone's day, that holds the instant. */
export function bucketOf(grain: "hour" | "day", zone: string, at: number): Span {
  return grain === "day" ? dayOf(zone, at) : { start: hourStart(at), end: hourStart(at) + HOUR }
}

/**
 * The span cut at every UTC hour and every midnight of the zone, so that each piece lies within one hour and one day:
 * where days start at 18:15Z, that hour has two pieces.
 */
export function pieces(zone: string, { start, end }: Span): Span[] {
  const cut: Span[] = []
  for (let at = start; at < end; at = cut.at(-1)!.end) {
    cut.push({ start: at, end: Math.min(end, hourStart(at) + HOUR, dayOf(zone, at).end) })
  }
  return cut
}

/** @throws RangeError naming the zone, when it is no IANA zone */
export function assertZone(zone: string): void {
  localDate(zone, 0)
}

/** Events come in time order, so the day asked for is nearly always the one asked for last: Intl is slow. */
const latestDay = new Map<string, Span>()

/**
 * First minute at which the zone's date is `date`, found by halving the 32 hours before `at`, which lies in that day: the
 * longest, when a station in Antarctica moved its clocks, had 27.
 */
function firstInstant(zone: string, date: string, at: number): number {
  let before = Math.floor(at / MINUTE) - 32 * 60
  let within = Math.floor(at / MINUTE)
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (localDate(zone, middle * MINUTE) < date) before = middle
    else within = middle
  }
  return within * MINUTE
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The date of the zone at the instant, `2025-01-03`: as text, such dates sort in order of time. */
export function localDate(zone: string, at: number): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      calendar: "iso8601",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    })
    formats.set(zone, format)
  }
  return format.format(at)
}
