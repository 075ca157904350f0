const WINDOW = 6_400
const STEP = 100
const LEAST_DEVIATION = 0.000_001
/** The published scores have twelve digits: from so many deviations on, 1 less the tail of a normal distribution is 1. */
const CERTAIN = 7.1305

/**
 * The benchmark's own floor: how improbable a value is by a normal distribution over the last 6,400 values. Its scores
 * rise as the published ones do, and reach 1 where they do.
 * @returns a function that takes values oldest first and answers 0 to 1
 */
export function windowedGaussian(): (value: number) => number {
  let window: number[] = []
  let arrived: number[] = []
  let [mean, deviation] = [0, 1]

  function learn(): void {
    mean = sum(window, value => value) / window.length
    deviation = Math.sqrt(sum(window, value => (value - mean) ** 2) / window.length) || LEAST_DEVIATION
  }

  return value => {
    const score = window.length === 0 ? 0 : Math.min(1, Math.abs(value - mean) / deviation / CERTAIN)
    if (window.length < WINDOW) {
      window.push(value)
      learn()
    } else if (arrived.push(value) === STEP) {
      window = [...window.slice(STEP), ...arrived]
      arrived = []
      learn()
    }
    return score
  }
}

function sum(values: readonly number[], of: (value: number) => number): number {
  let total = 0
  for (const value of values) total += of(value)
  return total
}
