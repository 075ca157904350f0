/** How far counts lie off by nature. */
export interface Nature {
  /** How much wilder than chance (Poisson) single visits are, see `dispersion`. Default 1: no wilder. */
  wildness?: number
  /** Share by which whole hours differ from one another however many visitors there are. Default 0. */
  wobble?: number
}

/**
 * How many standard deviations a count lies above (or, negative, below) what was expected: the signed root of the
 * deviance, which unlike the plain distance is right for small counts too, where chance is lopsided.
 * @example deviations(0, 9) // −3.75: none instead of nine happens by chance once in ten thousand times
 */
export function deviations(value: number, expected: number, { wildness = 1, wobble = 0 }: Nature = {}): number {
  if (expected <= 0) return value > 0 ? Number.POSITIVE_INFINITY : 0
  // Variance is expected × this. Counts that come in bunches are as uncertain as so many fewer that come singly.
  const bunch = wildness + wobble ** 2 * expected
  const usual = expected / bunch
  const seen = towards(value / bunch, usual, 0.5)
  const deviance = 2 * ((seen === 0 ? 0 : seen * Math.log(seen / usual)) - (seen - usual))
  return Math.sign(seen - usual) * Math.sqrt(Math.max(0, deviance))
}

/** Counts are whole: half a one is the border between a value and the next (continuity correction). */
const towards = (value: number, target: number, step: number): number =>
  value < target ? Math.min(target, value + step) : Math.max(target, value - step)

/** Chance alone is no reason to believe in a rate: six buyers instead of nine among 300 visitors mean nothing. */
const UNLIKELY = 1.5

/** Whether a count lies further from what was expected than chance often puts it. */
export const isBeyondChance = (value: number, expected: number): boolean =>
  Math.abs(value - expected) > UNLIKELY * Math.sqrt(expected)
