import { rising } from "./rhythm.ts"
import { simulate } from "./simulate.ts"

export interface DemoTraffic {
  url: string
  /** The demo shop's write key. */
  key: string
  /** Events per second; 0 sends nothing. */
  rate: number
  /** Whether the last hour is filled in first, so that a first look shows charts and not an empty page. */
  backfill: boolean
  onTrouble(error: unknown): void
}

const HOUR_MS = 3_600_000
/** The past is there to be looked at and not to be waited for: at most so many events per second of it. */
const BACKFILL_RATE = 100
/** Events sent per second meanwhile: few enough that what happens now is still seen at once. */
const BACKFILL_PACE = 7_500

export interface RunningDemo {
  /** Settles when the past is filled in; at once where there is none to fill. */
  filled: Promise<void>
  stop(): Promise<void>
}

/** Shoppers who keep coming until stopped. */
export function startDemoTraffic({ url, key, rate, backfill, onTrouble }: DemoTraffic): RunningDemo {
  const stopping = new AbortController()
  const { signal } = stopping
  const live = (): Promise<unknown> => simulate({ url, key, rate, seed: Date.now(), signal })
  const past = async (): Promise<void> => {
    const now = Date.now()
    const rhythm = rising(now - HOUR_MS, now)
    await simulate({
      url,
      key,
      rate: Math.min(rate, BACKFILL_RATE),
      seed: 1,
      rhythm,
      history: { hours: 1, pace: BACKFILL_PACE },
      signal,
    })
  }
  const told = (error: unknown): void => {
    if (!signal.aborted) onTrouble(error)
  }
  const filled = rate > 0 && backfill ? past().catch(told) : Promise.resolve()
  const done = Promise.all([filled, rate > 0 && live().catch(told)])
  return {
    filled,
    async stop() {
      stopping.abort()
      await done
    },
  }
}
