/**
 * Any page may send events, and none sends cookies along. Errors carry the same headers, so that a page can read why
 * it was refused and how long to wait.
 */
export const ANY_ORIGIN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Retry-After",
} as const

/** What a preflight is answered, good for a day. */
export const PREFLIGHT = {
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "Content-Type, Authorization, Content-Encoding",
  "access-control-max-age": "86400",
} as const
