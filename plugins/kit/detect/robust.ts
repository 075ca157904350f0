/** Statistics that a few wild values do not move. All answer NaN for no values. */

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median absolute deviation, scaled to what the standard deviation of a normal distribution would be. */
export function spread(values: readonly number[], center = median(values)): number {
  return 1.4826 * median(values.map(value => Math.abs(value - center)))
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Variance of counts divided by their mean, at least 1: how much wilder than chance (Poisson) they are. It is taken from
 * differences of neighbours, so that a daily rhythm does not count as wildness.
 */
export function dispersion(counts: readonly number[]): number {
  const average = mean(counts)
  if (counts.length < 3 || average === 0) return 1
  const steps = counts.slice(1).map((count, i) => (count - counts[i]!) ** 2)
  return Math.max(1, mean(steps) / 2 / average)
}
