import { Refusal } from "../errors.ts"
import { LIMITS } from "./limits.ts"
import { shown } from "./shown.ts"

/** The body of one request, its events not yet looked at. */
export interface Batch {
  events: readonly unknown[]
  sentAt?: string
  writeKey?: string
  /** IANA zone of the browser. */
  timeZone?: string
  /** Whether the browser says that a program drives it. */
  automated: boolean
}

/**
 * Takes `{"events": […]}` or a bare array of events apart.
 *
 * @throws Refusal bad_request | too_many_events
 */
export function toBatch(body: unknown): Batch {
  const batch = Array.isArray(body) ? { events: body, automated: false } : fromObject(body)
  if (batch.events.length > LIMITS.events) {
    throw new Refusal(
      "too_many_events",
      `expected at most ${LIMITS.events} events, got ${batch.events.length}; send them in smaller batches`,
    )
  }
  return batch
}

function fromObject(body: unknown): Batch {
  if (typeof body !== "object" || body === null) {
    throw new Refusal("bad_request", `expected {"events": […]} or an array of events, got ${shown(body)}`)
  }
  const { events, sent_at, write_key, time_zone, automated } = body as Record<string, unknown>
  if (!Array.isArray(events)) {
    throw new Refusal("bad_request", `expected "events" to be an array of events, got ${shown(events)}`)
  }
  return {
    events,
    sentAt: optionalText("sent_at", sent_at),
    writeKey: optionalText("write_key", write_key),
    // These only add to events: a sender who gets them wrong goes without.
    timeZone: typeof time_zone === "string" ? time_zone : undefined,
    automated: automated === true,
  }
}

/** Null and the empty string mean "absent" here as they do in an event. */
function optionalText(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined
  if (typeof value !== "string")
    throw new Refusal("bad_request", `expected "${name}" to be a string, got ${shown(value)}`)
  return value
}
