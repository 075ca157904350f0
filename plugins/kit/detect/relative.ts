import type { Verdict } from "./verdict.ts"

export interface Comparison {
  /** A count, or an amount, in the window. */
  value: number
  /** What was to be expected in a window of that length. */
  expected: number
  /** Percent: 50 means half as much again, −30 a third less. Its sign says which side is watched. */
  beyond: number
  /** Least that must have been expected (for a drop) or seen (for a rise) for the percentage to mean anything. */
  minimum: number
  /** How much wilder than chance such values are, see `dispersion`. */
  wildness?: number
}

/** Standard deviations of chance that a change must exceed: 9 visitors instead of 6 are +50 % and mean nothing. */
const SIGNIFICANT = 4

/** Percent by which a value lies above what was expected; null without a base. */
export const change = (value: number, expected: number): number | null =>
  expected > 0 ? (value / expected - 1) * 100 : null

/** Chance alone is no reason to believe in a rate: six buyers instead of nine among 300 visitors mean nothing. */
const UNLIKELY = 1.5

/** Whether a count lies further from what was expected than chance often puts it. */
export const isBeyondChance = (value: number, expected: number): boolean =>
  Math.abs(value - expected) > UNLIKELY * Math.sqrt(expected)

/**
 * Whether a count left what was expected by more than a percentage — and by more than chance would explain, so that
 * quiet hours stay quiet. It is normal again at half the percentage.
 */
export function relative({ value, expected, beyond, minimum, wildness = 1 }: Comparison): Verdict {
  const percent = change(value, expected)
  if (percent === null || Math.max(expected, beyond > 0 ? value : 0) < minimum) return "unknown"
  const toward = beyond > 0 ? percent : -percent
  const deviations = Math.abs(value - expected) / Math.sqrt(wildness * Math.max(expected, 1))
  if (toward > Math.abs(beyond)) return deviations > SIGNIFICANT ? "breach" : "between"
  return toward <= Math.abs(beyond) / 2 ? "normal" : "between"
}
