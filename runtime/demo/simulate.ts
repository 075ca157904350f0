import { type Clock, systemClock } from "./clock.ts"
import { deliver } from "./deliver.ts"
import { Latency } from "./latency.ts"
import { flat, type Rhythm } from "./rhythm.ts"
import { type Emission, history, traffic } from "./traffic.ts"

export interface SimulateOptions {
  /** Root of the collector, e.g. `http://127.0.0.1:8000`. */
  url: string
  /** A `wk_` or `sk_` key. */
  key: string
  /** Events per second. */
  rate: number
  /** How long; default until `signal` aborts. Not used with `history`. */
  seconds?: number
  seed: string | number
  /** Default `flat`, which keeps the rate. */
  rhythm?: Rhythm
  /**
   * Instead of live traffic: the last so many hours at `rate` events per simulated second, sent as fast as they are
   * taken, or at most `pace` events per real second.
   */
  history?: { hours: number; pace?: number }
  /** Ends the run early; what is under way stays without an answer. */
  signal?: AbortSignal
  /** Called about once a second, and once at the end. */
  onProgress?: (progress: Progress) => void
  clock?: Clock
}

/** Numbers of events so far. `sent` counts each emission once, however often it was sent again. */
export interface Progress {
  sent: number
  accepted: number
  rejected: number
  /** Events sent again because there was no verdict on them. */
  retried: number
  /** Accepted per second since the report before. */
  rate: number
  /** Seconds. */
  elapsed: number
}

export interface SimulateResult {
  sent: number
  accepted: number
  rejected: number
  retried: number
  seconds: number
  /** From when a batch was due until its verdict, waits and resends included; null when nothing was answered. */
  latency: { p50: number | null; p99: number | null }
}

const BATCH = 500
const IN_FLIGHT = 16
const TICK_MS = 50
const REPORT_MS = 1000

/**
 * Plays shoppers against `POST {url}/v1/events`. Open loop: events are due by the clock, not by the answers, so a slow
 * collector shows as latency and never as a lower rate; beyond 16 requests under way the next ones wait their turn.
 * @throws Undeliverable when the collector refuses the key or does not answer for half a minute
 */
export async function simulate(options: SimulateOptions): Promise<SimulateResult> {
  const { url, key, rate, seed, rhythm = flat, clock = systemClock, onProgress } = options
  const began = clock.now()
  const span = options.history
    ? history(options.history.hours, Math.floor(began))
    : { start: Math.floor(began), end: Math.floor(began) + (options.seconds ?? Number.POSITIVE_INFINITY) * 1000 }
  const emissions = traffic({ seed, rate, rhythm, ...span })

  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])])
  const count = { sent: 0, accepted: 0, rejected: 0, retried: 0 }
  const latency = new Latency()
  const underWay = new Set<Promise<void>>()

  const send = async (batch: readonly string[], due: number) => {
    const onRetry = (events: number) => {
      count.retried += events
    }
    try {
      const verdicts = await deliver(batch, { url, key, clock, signal, onRetry })
      count.accepted += verdicts.accepted
      count.rejected += verdicts.rejected.length
      latency.add(clock.now() - due)
    } catch (error) {
      // An aborted request leaves its events without a verdict; whatever aborted it is reported once, below.
      if (!signal.aborted) failed.abort(error)
    }
  }

  const report = reporter(count, clock, onProgress)
  try {
    let next = take(emissions)
    while (next && !signal.aborted) {
      const now = clock.now()
      const ahead = options.history?.pace ? (count.sent / options.history.pace) * 1000 - (now - began) : 0
      if (ahead > 0) {
        await clock.sleep(ahead, signal)
        continue
      }
      if (!options.history && next.at > now) {
        await clock.sleep(Math.max(TICK_MS, next.at - now), signal)
        continue
      }
      const batch: string[] = []
      let due = now
      while (next && batch.length < BATCH && (options.history || next.at <= now)) {
        batch.push(next.json)
        if (!options.history) due = next.at
        next = take(emissions)
      }
      count.sent += batch.length
      const request = send(batch, due)
      underWay.add(request)
      void request.then(() => underWay.delete(request))
      while (underWay.size >= IN_FLIGHT) await Promise.race(underWay)
    }
    await Promise.all(underWay)
  } finally {
    report.end()
  }
  if (failed.signal.aborted) throw failed.signal.reason
  return {
    ...count,
    seconds: (clock.now() - began) / 1000,
    latency: { p50: latency.percentile(0.5), p99: latency.percentile(0.99) },
  }
}

function take(emissions: Iterator<Emission, void>): Emission | undefined {
  return emissions.next().value ?? undefined
}

/** Reports once a second, whatever the run is waiting for, and once more at the end. */
function reporter(count: Omit<Progress, "rate" | "elapsed">, clock: Clock, onProgress?: (progress: Progress) => void) {
  const began = clock.now()
  let before = { at: began, accepted: 0 }
  const report = () => {
    const at = clock.now()
    const seconds = (at - before.at) / 1000
    const rate = seconds > 0 ? (count.accepted - before.accepted) / seconds : 0
    before = { at, accepted: count.accepted }
    onProgress?.({ ...count, rate, elapsed: (at - began) / 1000 })
  }
  const timer = setInterval(report, REPORT_MS)
  return {
    end() {
      clearInterval(timer)
      report()
    },
  }
}
