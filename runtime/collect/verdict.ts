import { FIELDS, LIMITS } from "./limits.ts"
import type { Departure } from "./schema.ts"
import { shown } from "./shown.ts"

/**
 * The one table of why a single event is not taken; codes for requests as a whole stand in `../errors.ts`.
 * Each message says what was expected, what came, and what to do.
 */
const TABLE = {
  invalid_event: (came: unknown) => `expected an event as a JSON object, got ${shown(came)}`,
  event_too_large: (bytes: number) =>
    `expected an event of at most ${LIMITS.eventBytes} bytes, got ${bytes}; send fewer items or shorter texts`,
  event_too_deep: () =>
    `expected at most ${LIMITS.eventDepth} levels of objects and arrays, got more; send flatter properties`,
  missing_event_id: () =>
    "expected event_id, 1 to 64 characters, got nothing; mint one per event and keep it when you send the event again",
  invalid_event_id: ({ expected, value }: Departure) =>
    `expected event_id to be ${expected}, got ${shown(value)}; a UUID will do`,
  invalid_event_type: ({ expected, value }: Departure) =>
    `expected event_type to be ${expected}, got ${shown(value)}; use purchase, product_view … or a name of your own`,
  invalid_timestamp: (came: unknown) =>
    `expected timestamp to be an ISO 8601 time with a zone, e.g. 2025-01-03T10:30:00.123Z, got ${shown(came)}`,
  too_old: (at: string) =>
    `expected an event of the last 7 days, got one of ${at}; bring history in by the admin import`,
  in_future: (at: string) =>
    `expected an event at most 5 minutes ahead, got one of ${at}; set the clock, or send sent_at so that it is corrected`,
  missing_visitor: (orderIdDoes: boolean) =>
    `expected session_id or user_id${orderIdDoes ? " or order_id" : ""}, got none of them; send at least one`,
  missing_amount: (missing: string) =>
    `expected total_amount, or items with a price each, got no ${missing}; send total_amount, goods after discounts`,
  invalid_amount: (type: string, came: number) =>
    `expected the total_amount of a ${type} to be from 0 to ${FIELDS.number}, got ${came}; send it without a sign`,
  refund_not_allowed: () =>
    "expected refunds from the shop's server, got one from a browser; send it with an sk_ key, or turn on browser refunds",
  invalid_field: ({ path, expected, value }: Departure) =>
    `expected ${written(path)} to be ${expected}, got ${shown(value)}; ${value === undefined ? "send" : "correct"} it`,
} as const

export type VerdictCode = keyof typeof TABLE

/** Why one event was not taken. */
export interface Verdict {
  code: VerdictCode
  message: string
}

export function verdict<Code extends VerdictCode>(code: Code, ...facts: Parameters<(typeof TABLE)[Code]>): Verdict {
  const message = TABLE[code] as (...facts: Parameters<(typeof TABLE)[Code]>) => string
  return { code, message: message(...facts) }
}

/** The verdict on an event that departs from the schema. */
export function departed(departure: Departure): Verdict {
  const [field] = departure.path
  if (field === undefined) return verdict("invalid_event", departure.value)
  if (field === "event_id" && departure.value === undefined) return verdict("missing_event_id")
  if (field === "event_id") return verdict("invalid_event_id", departure)
  if (field === "event_type") return verdict("invalid_event_type", departure)
  if (field === "timestamp") return verdict("invalid_timestamp", departure.value)
  return verdict("invalid_field", departure)
}

/** Whether the event is only too big: a request of nothing but such events is answered 413. */
export function isSize(code: VerdictCode): boolean {
  return code === "event_too_large" || code === "event_too_deep"
}

/** `["items", "0", "price"]` is `items[0].price`. */
function written(path: readonly string[]): string {
  const parts = path.map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`))
  return parts.join("").slice(0, 120)
}
