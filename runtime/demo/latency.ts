/** Each bucket is 2 % wider than the one before: percentiles are right to 1 % in bounded memory. */
const GROWTH = Math.log(1.02)
const FINEST_MS = 0.01

/** A histogram of durations. */
export class Latency {
  readonly #buckets = new Map<number, number>()
  #count = 0

  add(ms: number): void {
    const bucket = Math.round(Math.log(Math.max(ms, FINEST_MS)) / GROWTH)
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1)
    this.#count++
  }

  /** The duration (ms) that a share of all stays within, e.g. `0.99`; null when nothing was added. */
  percentile(share: number): number | null {
    let left = Math.ceil(share * this.#count)
    for (const bucket of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      left -= this.#buckets.get(bucket)!
      if (left <= 0) return Number(Math.exp(bucket * GROWTH).toPrecision(3))
    }
    return null
  }
}
