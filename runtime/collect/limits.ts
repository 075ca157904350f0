/** How much one `POST /v1/events` may carry: promises of the contract, so they are constants and no settings. */
export const LIMITS = {
  /** Of the body, after decompression. */
  bodyBytes: 1024 * 1024,
  events: 1_000,
  /** Of one event, as compact JSON. */
  eventBytes: 32 * 1024,
  /** Levels of objects and arrays in one event, itself included. */
  eventDepth: 8,
  /** Levels in the whole body. Deeper is an attack, not a mistake: refused before it is parsed. */
  bodyDepth: 64,
} as const

/** Ranges of the wire fields. Lengths are in UTF-16 code units, as JavaScript counts. */
export const FIELDS = {
  eventId: 64,
  id: 128,
  text: 512,
  url: 4096,
  items: 200,
  quantity: 1_000_000,
  /** Any number lies within ±this: sums of them stay exact integers of minor units. */
  number: 1e12,
  properties: 50,
  propertyKey: 64,
  propertyText: 1024,
} as const
