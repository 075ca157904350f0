import { deviations, type Nature } from "./chance.ts"
import type { Verdict } from "./verdict.ts"

export interface Comparison extends Nature {
  /** A count, or an amount, in the window. */
  value: number
  /** What was to be expected in a window of that length. */
  expected: number
  /** Percent: 50 means half as much again, −30 a third less. Its sign says which side is watched. */
  beyond: number
  /** Least that must have been expected (for a drop) or seen (for a rise) for the percentage to mean anything. */
  minimum: number
}

/**
 * Standard deviations that a change must exceed: 9 visitors instead of 6 are +50 % and mean nothing. An alert looks many
 * times a day, so what chance does once in ten thousand looks, it does every week. Bunches of visitors make rises more likely
 * than falls.
 */
const SIGNIFICANT = { rise: 4.5, fall: 4.25 }

/** Percent by which a value lies above what was expected; null without a base. */
export const change = (value: number, expected: number): number | null =>
  expected > 0 ? (value / expected - 1) * 100 : null

/**
 * Whether a count left what was expected by more than a percentage — and by more than chance would explain, so that
 * quiet hours stay quiet. It is normal again at half the percentage.
 */
export function relative({ value, expected, beyond, minimum, ...nature }: Comparison): Verdict {
  const percent = change(value, expected)
  if (percent === null || Math.max(expected, beyond > 0 ? value : 0) < minimum) return "unknown"
  const toward = beyond > 0 ? percent : -percent
  if (toward > Math.abs(beyond)) {
    const limit = beyond > 0 ? SIGNIFICANT.rise : SIGNIFICANT.fall
    return Math.abs(deviations(value, expected, nature)) > limit ? "breach" : "between"
  }
  return toward <= Math.abs(beyond) / 2 ? "normal" : "between"
}
