const MINUTE = 60_000

/**
 * A clock that goes on from the time to which a store is filled, and is set back before each question: else the newest
 * five minutes would be empty before the last question is asked.
 */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** @param minutes after the end of what is stored, or before it where negative */
  set(minutes: number): void
}

export function clockAt(end: number): Clock {
  let [began, from] = [performance.now(), end]
  return {
    now: () => from + performance.now() - began,
    set(minutes) {
      began = performance.now()
      from = end + minutes * MINUTE
    },
  }
}
