import type { ShopEvent, Verdicts } from "../../sdk/event.ts"
import { type Clock, systemClock } from "../demo/clock.ts"
import { deliver } from "../demo/deliver.ts"
import { Random } from "../demo/random.ts"
import { traffic } from "../demo/traffic.ts"

export interface LoadOptions {
  seed: string
  events: number
  /** Root of a collector for the next attempt; it may be away for a while. */
  url(): string
  key: string
  /** Epoch ms by which all events have happened. */
  now: number
  /** Over how long they have happened, ms; default half an hour. */
  span?: number
  /** Batches in an order of their own, from senders whose clocks go wrong. Default false. */
  disorderly?: boolean
  /** Events per second at most; default as fast as they are taken. */
  rate?: number
  signal: AbortSignal
  /** After each acknowledged batch. */
  onAcknowledged(batches: number): void
  onAttempt?(batch: number, events: number, attempt: { status?: number; verdicts?: Verdicts; trouble?: string }): void
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

const HALF_HOUR = 30 * 60_000
/** By how much a sender's clock is wrong, ms: the collector corrects it by `sent_at`. */
const SKEWS = [0, 0, 0, 150_000, -3_600_000, 86_400_000] as const
/** How often an acknowledged batch is sent once more, as a confused sender does. */
const REPEATS = 0.1

/**
 * Sends seeded shoppers' events of the last while from several senders at once, in batches of odd sizes, each until it
 * is acknowledged, some of them once more after that.
 */
export async function load(options: LoadOptions): Promise<LoadReport> {
  const { seed, events, key, now, span = HALF_HOUR, disorderly = false, rate, signal } = options
  const random = new Random(`${seed}/load`)
  const start = now - span
  const all = Array.from(traffic({ seed, start, end: now, rate: (events / span) * 1000 }), ({ json }) => json)
  const batches = inBatches(all, random)
  const report = { batches: 0, retried: 0, repeated: 0, rejected: 0 }
  const onRetry = (n: number): void => {
    report.retried += n
  }

  const queue = (disorderly ? random.shuffle(batches) : batches).entries()
  async function sender(skew: number): Promise<void> {
    const clock = skewed(skew)
    for (const [number, batch] of queue) {
      const repeat = random.next() < REPEATS
      const bodies = skew === 0 ? batch : batch.map(json => shifted(json, skew))
      const destination = {
        // Asked for at each attempt: what one collector left unanswered goes to another.
        get url() {
          return options.url()
        },
        ...{ key, clock, signal, onRetry },
        onAttempt: (attempt: { status?: number; verdicts?: Verdicts; trouble?: string }) =>
          options.onAttempt?.(number, batch.length, attempt),
      }
      report.rejected += (await deliver(bodies, destination)).rejected.length
      options.onAcknowledged(++report.batches)
      if (rate !== undefined) await Bun.sleep((batch.length * SKEWS.length * 1000) / rate)
      if (!repeat) continue
      await deliver(bodies, destination)
      report.repeated += batch.length
    }
  }
  await Promise.all(SKEWS.map(skew => sender(disorderly ? skew : 0)))
  return { ...report, events: all.map(json => JSON.parse(json) as ShopEvent) }
}

function inBatches(all: readonly string[], random: Random): string[][] {
  const batches: string[][] = []
  for (let i = 0; i < all.length; ) {
    const size = 1 + Math.floor(random.next() * 200)
    batches.push(all.slice(i, i + size))
    i += size
  }
  return batches
}

function skewed(ms: number): Clock {
  return { now: () => systemClock.now() + ms, sleep: systemClock.sleep }
}

/** The event as a sender with a wrong clock would have written it. */
function shifted(json: string, ms: number): string {
  const event = JSON.parse(json) as ShopEvent
  return JSON.stringify({ ...event, timestamp: new Date(Date.parse(event.timestamp) + ms).toISOString() })
}
