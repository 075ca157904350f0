/** How a number is written: the server's own units. */
export type Unit = "money" | "count" | "percent" | "seconds"

/** One bucket of a series. */
export interface SeriesPoint {
  /** Start of the bucket, ISO 8601. */
  t: string
  /** Money in major units, percent as 0–100; null where there is no answer (a zero denominator). */
  value: number | null
}

/** What `/api/metrics/{name}` answers and what its topic carries: the two are the same. */
export interface Reading {
  metric: string
  title?: string
  unit: Unit
  /** ISO 4217; with `unit: "money"`. */
  currency?: string
  value: number | null
  /** The same elapsed length just before; with `compare=previous`. */
  previous?: number | null
  /** Percent against `previous`; null where there is no base. */
  change?: number | null
  /** With `step=`. */
  series?: SeriesPoint[]
  /** With `by=`. */
  top?: { key: string; value: number | null }[]
  /** When the server read it, ISO 8601. */
  as_of: string
  rev: string
  /** Where the answer came from, e.g. `cells` or `raw`. */
  source?: string
}
