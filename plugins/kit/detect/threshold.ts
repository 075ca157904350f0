import type { Verdict } from "./verdict.ts"

/** Where an alarm begins, and where it ends. */
export type Threshold = ({ above: number } | { below: number }) & {
  /** Where it ends again; a tenth of the threshold back where absent, so that it does not flicker. */
  clear?: number
}

/**
 * Holds a value against a threshold with hysteresis.
 * @example threshold(81, { above: 80, clear: 75 }) // "breach"; 77 is "between", 74 "normal", null "unknown"
 */
export function threshold(value: number | null, limit: Threshold): Verdict {
  if (value === null || !Number.isFinite(value)) return "unknown"
  if ("above" in limit) {
    const clear = limit.clear ?? limit.above - Math.abs(limit.above) / 10
    return value > limit.above ? "breach" : value <= clear ? "normal" : "between"
  }
  const clear = limit.clear ?? limit.below + Math.abs(limit.below) / 10
  return value < limit.below ? "breach" : value >= clear ? "normal" : "between"
}
