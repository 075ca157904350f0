const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/
const CANONICAL_LENGTH = "2025-01-03T10:30:00.123Z".length

/**
 * Epoch ms of an ISO 8601 time that names its zone; NaN for anything else. `Date.parse` alone would read
 * `Jan 3`, take a missing zone for the server's own, and turn February 30 into March 2.
 */
export function parseTimestamp(text: string): number {
  if (!ISO_WITH_ZONE.test(text)) return Number.NaN
  const day = Number(text.slice(8, 10))
  if (day > 28 && day > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return Number.NaN
  return Date.parse(text)
}

/** The time as ISO 8601 UTC with milliseconds; `text` itself where it already reads so. */
export function canonicalTimestamp(text: string, ms: number): string {
  const canonical = text.length === CANONICAL_LENGTH && text.endsWith("Z")
  return canonical ? text : new Date(ms).toISOString()
}

/** Day 0 of the next month is the last of this one. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
