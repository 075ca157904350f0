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

/** The hour before the first start is quieter than what follows: it is there to be looked at, not to be waited for. */
const BACKFILL = { hours: 1, share: 0.2, most: 20 }

/** Shoppers who keep coming until stopped. */
export function startDemoTraffic({ url, key, rate, backfill, onTrouble }: DemoTraffic): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  async function run(): Promise<void> {
    const live = simulate({ url, key, rate, seed: Date.now(), signal })
    if (backfill) {
      const past = Math.min(rate * BACKFILL.share, BACKFILL.most)
      await simulate({ url, key, rate: past, seed: 1, history: { hours: BACKFILL.hours }, signal })
    }
    await live
  }
  const done = rate > 0 ? run().catch(error => signal.aborted || onTrouble(error)) : Promise.resolve()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}
