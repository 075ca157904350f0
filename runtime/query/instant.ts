import { dayOf, HOUR } from "../store/calendar.ts"

const DATE = /^\d{4}-\d\d-\d\d$/
/** A `+` in a query string that was not escaped arrives as a space. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[ +-]\d\d:\d\d)$/

/**
 * Epoch ms of an ISO 8601 time with a zone, or of the midnight with which a date begins in the shop's zone; undefined
 * where it is neither.
 * @example readInstant("2025-01-03", "Europe/Berlin") // 2025-01-02T23:00:00Z
 */
export function readInstant(word: string, zone: string): number | undefined {
  if (DATE.test(word)) return midnightOf(word, zone)
  const [, time, offset] = TIME.exec(word) ?? []
  if (time === undefined || offset === undefined || !isDate(time.slice(0, 10))) return undefined
  const at = Date.parse(time + offset.replace(" ", "+"))
  return Number.isNaN(at) ? undefined : at
}

function midnightOf(date: string, zone: string): number | undefined {
  if (!isDate(date)) return undefined
  const noon = Date.parse(`${date}T12:00:00Z`)
  const localDate = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" })
  // Noon UTC is the day before or after in zones near the date line.
  const near = [noon, noon - 24 * HOUR, noon + 24 * HOUR].map(at => dayOf(zone, at).start)
  return near.find(start => localDate.format(start + 12 * HOUR) === date)
}

/** JavaScript reads 30 February as a day in March. */
function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
