import type { ShopEvent } from "../../sdk/event.ts"
import { systemClock } from "../demo/clock.ts"
import { deliver } from "../demo/deliver.ts"
import { Random } from "../demo/random.ts"
import { traffic } from "../demo/traffic.ts"

export interface LoadOptions {
  seed: string
  events: number
  /** Root of the collector; it may be away for a while. */
  url: string
  key: string
  /** Epoch ms by which all events have happened. */
  now: number
  signal: AbortSignal
  /** After each acknowledged batch. */
  onAcknowledged(batches: number): void
}

export interface LoadReport {
  /** Every event, each of them acknowledged in the end. */
  events: ShopEvent[]
  batches: number
  /** Events sent again without an answer to the first attempt, and events sent again although they were answered. */
  retried: number
  repeated: number
  rejected: number
}

const SPAN_MS = 30 * 60_000
const SENDERS = 6
/** How often an acknowledged batch is sent once more, as a confused sender does. */
const REPEATS = 0.1

/**
 * Sends seeded shoppers' events of the last half hour from several senders at once, in batches of odd sizes, each until
 * it is acknowledged, some of them once more after that.
 */
export async function load({ seed, events, url, key, now, signal, onAcknowledged }: LoadOptions): Promise<LoadReport> {
  const random = new Random(`${seed}/load`)
  const start = now - SPAN_MS
  const all = Array.from(traffic({ seed, start, end: now, rate: (events / SPAN_MS) * 1000 }), ({ json }) => json)
  const batches: string[][] = []
  for (let i = 0; i < all.length; ) {
    const size = 1 + Math.floor(random.next() * 200)
    batches.push(all.slice(i, i + size))
    i += size
  }
  const report = { batches: 0, retried: 0, repeated: 0, rejected: 0 }
  const onRetry = (n: number): void => {
    report.retried += n
  }
  const send = (batch: string[]) => deliver(batch, { url, key, clock: systemClock, signal, onRetry })

  const queue = batches.values()
  async function sender(): Promise<void> {
    for (const batch of queue) {
      const repeat = random.next() < REPEATS
      report.rejected += (await send(batch)).rejected.length
      onAcknowledged(++report.batches)
      if (!repeat) continue
      await send(batch)
      report.repeated += batch.length
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  return { ...report, events: all.map(json => JSON.parse(json) as ShopEvent) }
}
