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

/** What an element shows, from what it knows about its topic and its connection. */
export function presenceOf({ data, problem }: TopicState, { state, reason }: Status): Shown {
  if (state === "refused") return { presence: "refused", message: reason && sentence(reason) }
  if (problem) return { presence: "error", message: sentence(problem.message) }
  if (data === undefined)
    return state === "offline" ? { presence: "error", message: reason && sentence(reason) } : { presence: "loading" }
  if (state !== "live") return { presence: "stale" }
  return { presence: isEmpty(data as Reading) ? "empty" : "live" }
}

const isEmpty = ({ value, series }: Reading) =>
  (value === null || value === undefined) && !series?.some(point => point.value !== null)
