import type { Envelope, Poison } from "./log.ts"

/** Reads one record's text. What is no envelope comes back as `Poison`, with the whole text and what was expected. */
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
