import { Refusal } from "../errors.ts"

const BURST = 1_000
const FEWEST_TO_SWEEP = 1_024

/**
 * Events per second, per key or per address. A bucket of one second's worth; a batch larger than what is left passes
 * and leaves a debt to wait off, since a batch larger than the bucket could else never be sent at all. Kept as one
 * number per name, the time at which the bucket is full again (cf. the generic cell rate algorithm).
 */
export class RateLimit {
  readonly #fullAt = new Map<string, number>()
  #sweepAt = FEWEST_TO_SWEEP

  constructor(
    /** What is limited, as the refusal names it. */
    private readonly what: "key" | "address",
    /** Events per second; 0 = no limit. */
    private readonly perSecond: number,
    /** Epoch ms. */
    private readonly clock: () => number,
  ) {}

  /**
   * Takes `events` from the bucket of `name`.
   *
   * @throws Refusal rate_limited, with the seconds to wait, when the bucket is empty
   */
  take(name: string, events: number): void {
    if (this.perSecond === 0) return
    const now = this.clock()
    const wait = (this.#fullAt.get(name) ?? now) - now - BURST
    if (wait >= 0) {
      throw new Refusal(
        "rate_limited",
        `expected at most ${this.perSecond} events per second from one ${this.what}, got more; send them again later`,
        undefined,
        Math.max(1, Math.ceil(wait / 1_000)),
      )
    }
    this.charge(name, events)
  }

  /** Takes `events` from the bucket, empty or not. */
  charge(name: string, events: number): void {
    if (this.perSecond === 0) return
    const now = this.clock()
    this.#fullAt.set(name, Math.max(this.#fullAt.get(name) ?? now, now) + (events * 1_000) / this.perSecond)
    if (this.#fullAt.size >= this.#sweepAt) this.#sweep(now)
  }

  /** A full bucket is the same as none. Doubling the threshold makes sweeps cost nothing per call, on average. */
  #sweep(now: number): void {
    for (const [name, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(name)
    this.#sweepAt = Math.max(FEWEST_TO_SWEEP, 2 * this.#fullAt.size)
  }
}
