import type { Envelope, Poison } from "./log.ts"

/** What a line of a log says. */
export interface Read {
  value: Envelope | Poison
  /** The event's JSON, where it ends the line as `written` has it: whoever writes the event down need not make it again. */
  text?: string
}

/**
 * Reads one record's text. What is no envelope comes back as `Poison`, with the whole text and what was expected.
 * The reader remembers how a line began: what the envelopes of a request share is parsed once.
 */
export function envelopeReader(): (line: string) => Read {
  let head = ""
  let shared: object = {}

  /** The line in two: what comes before the event, and the event. Undefined where it is not made up so. */
  function apart(line: string): Read | undefined {
    if (head === "" || !line.startsWith(head)) {
      const at = line.indexOf(EVENT)
      if (at < 0) return undefined
      head = ""
      shared = JSON.parse(`${line.slice(0, at)}}`)
      head = line.slice(0, at + EVENT.length - 1)
    }
    if (!line.endsWith("}")) return undefined
    const text = line.slice(head.length, -1)
    return { value: { ...shared, event: JSON.parse(text) } as Envelope, text }
  }

  return line => {
    try {
      const read = apart(line)
      if (read && faultOf(read.value) === undefined) return read
    } catch {
      // Not as `written` has it: then it is read as a whole, and says itself what is wrong with it.
    }
    return { value: parseEnvelope(line) }
  }
}

/** In valid JSON these quotes stand in no text, where they would be escaped: it is the name of a field. */
const EVENT = ',"event":{'

/** Reads one record's text, as the reader does. */
export function parseEnvelope(text: string): Envelope | Poison {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { poison: text, reason: `not JSON: ${error instanceof Error ? error.message : error}` }
  }
  const fault = faultOf(value)
  return fault === undefined ? (value as Envelope) : { poison: text, reason: `not an envelope: ${fault}` }
}

/** Looks at the envelope and at what every room relies on in an event; the collector has checked the rest. */
function faultOf(value: unknown): string | undefined {
  if (!isObject(value)) return "expected an object"
  if (typeof value.shop !== "string") return "`shop` must be a string"
  if (value.source !== "browser" && value.source !== "server") return '`source` must be "browser" or "server"'
  if (typeof value.received_at !== "string") return "`received_at` must be a string"
  const { event } = value
  if (!isObject(event)) return "`event` must be an object"
  if (typeof event.event_id !== "string") return "`event.event_id` must be a string"
  if (typeof event.event_type !== "string") return "`event.event_type` must be a string"
  if (typeof event.timestamp !== "string") return "`event.timestamp` must be a string"
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
