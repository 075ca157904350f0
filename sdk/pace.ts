const FIRST_MS = 1000
const LONGEST_MS = 60_000

/**
 * How long to wait (ms) after so many failures in a row: doubling up to a minute, less up to a half at random, so that
 * the visitors of a shop do not all come back in the same second.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS) * (1 - random() / 2)
}

/** When the next request may go. Our own backoff may be overruled (by `flush`, by `online`); the server's wish may not. */
export interface Pace {
  /** Whether the server would be asked against its wish. */
  open(): boolean
  /** Epoch ms before which nothing is sent of our own accord. */
  soonest(): number
  /** @param wait ms that the server asked for */
  failed(wait?: number): void
  succeeded(): void
}

export function createPace(clock: () => number): Pace {
  let failures = 0
  let retryAt = 0
  let closedUntil = 0

  function failed(wait = 0): void {
    retryAt = clock() + wait + backoff(++failures)
    closedUntil = clock() + wait
  }

  function succeeded(): void {
    failures = retryAt = 0
  }

  return { open: () => clock() >= closedUntil, soonest: () => retryAt, failed, succeeded }
}
