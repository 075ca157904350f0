import { median, spread } from "./robust.ts"

const DAY = 86_400_000

export interface SurpriseOptions {
  /** Values that say how the series is. Default 1,500. */
  memory?: number
  /** Values before anything is surprising. Default 100. */
  warmUp?: number
  /** Values for which one surprise stands for all that are no greater: it is told once. Default 200. */
  hold?: number
  /** Days back that are looked at for a value like this one at this time of the day. Default 7. */
  days?: number
  /** How far from the same time of the day such a value may stand, ms. Default two hours. */
  tolerance?: number
}

/** Share of its usual range by which any series may move without surprise. */
const LEAST_SPREAD = 0.3
/** How much greater a surprise must be to be told while another is held. */
const CLEARLY = 1.05

/**
 * How surprising each value of any series is, as it comes, without knowing what it measures: how far it lies from the
 * middle of the last values, in robust deviations — but no further than from what stood at this time of the day before,
 * so that a nightly job or an evening's rush surprises once. A surprise that goes on is told once.
 * @returns a function that takes values oldest first (time in epoch ms) and answers 0 (nothing) to 1
 */
export function surprise(options: SurpriseOptions = {}): (t: number, value: number) => number {
  const { memory = 1_500, warmUp = 100, hold = 200, days = 7, tolerance = 7_200_000 } = options
  const times: number[] = []
  const values: number[] = []
  let scale = { middle: 0, deviation: 1, asOf: Number.NEGATIVE_INFINITY }
  let held = { score: 0, left: 0 }

  function rescale(): void {
    const recent = values.slice(-memory)
    const middle = median(recent)
    const sorted = Float64Array.from(recent).sort()
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!
    const range = at(0.995) - at(0.005)
    const least = 1e-9 * Math.abs(middle) + Number.EPSILON
    scale = {
      middle,
      deviation: Math.max(spread(recent, middle), LEAST_SPREAD * range, least),
      asOf: values.length,
    }
  }

  /** Distance to the nearest value at about the same time of a past day. */
  function distanceToPast(t: number, value: number): number {
    let nearest = Number.POSITIVE_INFINITY
    for (let day = 1; day <= days; day++) {
      const from = t - day * DAY - tolerance
      for (let i = firstFrom(times, from); i < times.length && times[i]! <= from + 2 * tolerance; i++) {
        nearest = Math.min(nearest, Math.abs(value - values[i]!))
      }
    }
    return nearest
  }

  function scoreOf(t: number, value: number): number {
    if (values.length < warmUp) return 0
    // The shape of a series changes slowly; sorting all of it for each value would not pay.
    if (values.length - scale.asOf >= warmUp / 2) rescale()
    const distance = Math.min(Math.abs(value - scale.middle), distanceToPast(t, value))
    return 1 - 1 / (1 + distance / scale.deviation)
  }

  return (t, value) => {
    const score = scoreOf(t, value)
    times.push(t)
    values.push(value)
    if (held.left > 0) held.left--
    if (held.left > 0 && score <= held.score * CLEARLY) return 0
    held = { score, left: hold }
    return score
  }
}

/** Index of the first time that is not before the given one. */
function firstFrom(times: readonly number[], from: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}
