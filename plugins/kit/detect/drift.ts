export interface DriftOptions {
  /** Deviations of a value that are taken as normal wobble and not added up. Default 0.5. */
  slack?: number
  /** Sum at which a drift is believed. Default 8. */
  limit?: number
}

export interface Drift {
  /** The two sums after the last value, in deviations. */
  up: number
  down: number
  direction: "up" | "down" | undefined
}

/**
 * CUSUM (Page, 1954): adds up how far standardised values lie off zero, beyond some slack, to each side apart. A slow
 * drift that never makes a single value remarkable adds up; wobble does not. A single wild value counts as three
 * deviations at most, so that a spike is not taken for a drift.
 *
 * @param scores (value − expected) ÷ deviation, oldest first
 */
export function drift(scores: readonly number[], { slack = 0.5, limit = 8 }: DriftOptions = {}): Drift {
  let [up, down] = [0, 0]
  for (const score of scores) {
    const step = Math.max(-3, Math.min(3, score))
    up = Math.max(0, up + step - slack)
    down = Math.max(0, down - step - slack)
  }
  return { up, down, direction: up > limit ? "up" : down > limit ? "down" : undefined }
}
