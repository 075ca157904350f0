import { LIMITS } from "./limits.ts"
import type { Structure } from "./structure.ts"
import { type Verdict, verdict } from "./verdict.ts"

/**
 * The verdict on an event that is too big or too deep. Measuring takes as long as parsing, so the structure of the
 * body tells first whether any of its events can be.
 */
export function oversize(event: unknown, body: Structure): Verdict | undefined {
  if (body.widest > LIMITS.eventBytes) {
    const bytes = Buffer.byteLength(JSON.stringify(event))
    if (bytes > LIMITS.eventBytes) return verdict("event_too_large", bytes)
  }
  // The array around the events is a level of the body, at least.
  if (body.depth > LIMITS.eventDepth + 1 && deeperThan(event, LIMITS.eventDepth)) return verdict("event_too_deep")
  return undefined
}

/** Goes no more than `levels` calls down. */
function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  if (levels === 0) return true
  for (const child of Object.values(value)) if (deeperThan(child, levels - 1)) return true
  return false
}
