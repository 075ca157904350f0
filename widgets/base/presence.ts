import type { Status } from "./connection.ts"
import type { Reading } from "./reading.ts"
import type { TopicState } from "./topics.ts"
import { sentence } from "./words.ts"

/** The states an element can be in; each looks different, and `part` and tests go by these names. */
export type Presence = "loading" | "live" | "stale" | "empty" | "error" | "refused"

export interface Shown {
  presence: Presence
  /** What to tell the reader; with `error` and `refused`. */
  message?: string
}

/** Codes that mean: the connection is fine, but its credential may not read this. */
const FORBIDDEN = new Set(["metric_not_allowed", "wrong_key_kind"])

/**
 * What an element shows, from what it knows about its topic and its connection.
 * @param isEmpty whether data says nothing; default for readings
 */
export function presenceOf<Data = Reading>(
  { data, problem }: TopicState,
  { state, reason }: Status,
  isEmpty: (data: Data) => boolean = data => hasNoValue(data as Reading),
): Shown {
  if (state === "refused") return { presence: "refused", message: reason && sentence(reason) }
  if (problem) {
    return { presence: FORBIDDEN.has(problem.code) ? "refused" : "error", message: sentence(problem.message) }
  }
  if (data === undefined)
    return state === "offline" ? { presence: "error", message: reason && sentence(reason) } : { presence: "loading" }
  if (state !== "live") return { presence: "stale" }
  return { presence: isEmpty(data as Data) ? "empty" : "live" }
}

const hasNoValue = ({ value, series }: Reading) =>
  (value === null || value === undefined) && !series?.some(point => point.value !== null)
