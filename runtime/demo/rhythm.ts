/** How busy the shop is at a moment (epoch ms), as a multiple of its mean. */
export type Rhythm = (at: number) => number

const DAY_MS = 86_400_000

/** Always the mean: for measurements. */
export const flat: Rhythm = () => 1

/** Busiest at noon UTC, and at midnight a fifth of that; over a day the mean is 1. */
export const daily: Rhythm = at => 1 - (2 / 3) * Math.cos((2 * Math.PI * (at % DAY_MS)) / DAY_MS)

/** From half the mean at `start` to the mean at `end`: a shop whose day is getting busy, and no alarm to anybody. */
export const rising =
  (start: number, end: number): Rhythm =>
  at =>
    0.5 + 0.5 * ((at - start) / (end - start))

/**
 * The moments (epoch ms, fractional) in `[start, end)` at which one event is due, `rate` of them per second of a mean
 * hour. A rate of 0 has none.
 */
export function* schedule(start: number, end: number, rate: number, rhythm: Rhythm): Generator<number, void> {
  if (rate <= 0) return
  // Elapsed time is summed apart: steps of 0.05 ms added to an epoch time of 1.8e12 would be rounded by 0.2 %.
  let elapsed = 0
  while (start + elapsed < end) {
    yield start + elapsed
    elapsed += 1000 / (rate * rhythm(start + elapsed))
  }
}
