import type { Envelope, LogRecord, Offset } from "../log/log.ts"
import type { DeadLetter } from "../store/store.ts"
import { unstorableIn } from "./unstorable.ts"

/** A record that can be folded, unless its event was seen before. */
export interface Admissible {
  /** Which part of the round it is of. */
  part: number
  offset: Offset
  envelope: Envelope
  /** The event's JSON, where the log had it at hand. */
  text?: string
}

/** The records of one batch. */
export interface Sorted {
  admissible: Admissible[]
  letters: DeadLetter[]
}

/** Those of one batch of the round. */
export const ofPart = (records: readonly Admissible[], part: number): readonly Admissible[] =>
  records.filter(record => record.part === part)

/** Parts what can be folded from what can only be kept with its reason. */
export function sort(records: readonly LogRecord[], part: number): Sorted {
  const admissible: Admissible[] = []
  const letters: DeadLetter[] = []
  for (const { offset, value, text, suspect } of records) {
    if ("poison" in value) {
      letters.push({ offset, ...value })
      continue
    }
    const reason = problemOf(value) ?? (suspect && unstorable(value))
    if (reason === undefined) admissible.push({ part, offset, envelope: value, text })
    else letters.push({ offset, poison: JSON.stringify(value), reason })
  }
  return { admissible, letters }
}

/** The collector writes whole envelopes; a direct producer may not. */
function problemOf(value: Partial<Envelope>): string | undefined {
  const { shop, source, received_at, event } = value
  if (typeof shop !== "string" || shop === "") return `shop: expected a shop id, got ${JSON.stringify(shop)}`
  if (source !== "browser" && source !== "server")
    return `source: expected browser or server, got ${JSON.stringify(source)}`
  if (Number.isNaN(Date.parse(received_at ?? "")))
    return `received_at: expected an ISO 8601 time, got ${JSON.stringify(received_at)}`
  if (typeof event !== "object" || event === null) return "event: expected an object"
  if (typeof event.event_id !== "string" || event.event_id === "") return "event.event_id: expected 1 to 64 characters"
  if (typeof event.event_type !== "string") return "event.event_type: expected a text"
  if (!(Date.parse(event.timestamp) >= 0)) return "event.timestamp: expected an ISO 8601 time since 1970"
  return undefined
}

function unstorable({ event }: Envelope): string | undefined {
  const place = unstorableIn(event, "event")
  return place && `${place}: expected text without NUL and lone surrogates`
}
