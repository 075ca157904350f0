/** Time as the live room needs it; tests bring one that they move by hand. */
export interface Timer {
  /** Epoch ms. */
  now(): number
  /** Runs once after `ms`. @returns a function that calls it off */
  after(ms: number, run: () => void): () => void
  /** Runs every `ms`. @returns a function that ends it */
  every(ms: number, run: () => void): () => void
}

export const systemTimer: Timer = {
  now: Date.now,
  after(ms, run) {
    const timeout = setTimeout(run, ms)
    return () => clearTimeout(timeout)
  },
  every(ms, run) {
    const interval = setInterval(run, ms)
    return () => clearInterval(interval)
  },
}
