import type { Rejection, Verdicts } from "../../sdk/event.ts"
import type { Clock } from "./clock.ts"

export interface Destination {
  /** Root of the collector, e.g. `http://127.0.0.1:8000`. */
  url: string
  /** A `wk_` or `sk_` key. */
  key: string
  clock: Clock
  signal: AbortSignal
  /** Called before each resend, with the number of events in it. */
  onRetry(events: number): void
  /** Told of every attempt: its status and verdicts, or what went wrong on the way. */
  onAttempt?(attempt: { status?: number; verdicts?: Verdicts; trouble?: string }): void
}

/** The collector will never take these events: a wrong key, a wrong address, or no answer for too long. */
export class Undeliverable extends Error {
  override name = "Undeliverable"
}

/** How long a batch is tried again before the run is given up. */
const PATIENCE_MS = 30_000
const ATTEMPT_MS = 15_000
const FIRST_PAUSE_MS = 100
/** Made-up shoppers have made-up browsers; an honest program would be counted as a bot. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 ShopStream"
const LONGEST_PAUSE_MS = 5000

type Attempt = { status?: number } & ({ verdicts: Verdicts } | { trouble: string; retryAfterMs?: number })

/**
 * Posts a batch of serialised events until the collector has given its verdict, the same bytes each time: on 429, any
 * 5xx and network trouble it waits (as long as `Retry-After` says, else ever longer) and sends again.
 * @throws Undeliverable on any other answer, or when patience ends
 */
export async function deliver(batch: readonly string[], to: Destination): Promise<Verdicts> {
  const events = batch.join(",")
  const giveUpAt = to.clock.now() + PATIENCE_MS
  for (let attempt = 0; ; attempt++) {
    const result = await post(events, to)
    to.onAttempt?.(result)
    if ("verdicts" in result) return result.verdicts
    if (to.clock.now() > giveUpAt) {
      throw new Undeliverable(
        `expected an answer from ${to.url} within ${PATIENCE_MS / 1000} s, got: ${result.trouble}; is it running?`,
      )
    }
    const backoff = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
    await to.clock.sleep(result.retryAfterMs ?? backoff * (0.5 + Math.random() / 2), to.signal)
    to.signal.throwIfAborted()
    to.onRetry(batch.length)
  }
}

async function post(events: string, { url, key, clock, signal }: Destination): Promise<Attempt> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/v1/events`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", "User-Agent": USER_AGENT },
      body: `{"sent_at":"${new Date(clock.now()).toISOString()}","events":[${events}]}`,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]),
    })
    const text = await response.text()
    if (response.status === 429 || response.status >= 500) {
      const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN)
      return {
        status: response.status,
        trouble: `${response.status}`,
        ...(seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
      }
    }
    return { status: response.status, verdicts: readVerdicts(response.status, text) }
  } catch (error) {
    if (error instanceof Undeliverable || signal.aborted) throw error
    return { trouble: error instanceof Error ? error.message : String(error) }
  }
}

/** The verdicts of a 202, or of a 400 that refuses every event one by one. */
function readVerdicts(status: number, text: string): Verdicts {
  const data = status === 202 || status === 400 ? parseData(text) : undefined
  if (!data) throw new Undeliverable(`expected 202 from the collector, got ${status}: ${text.slice(0, 300)}`)
  return data
}

function parseData(text: string): Verdicts | undefined {
  const body: { data?: { accepted?: number; rejected?: Rejection[] } } = JSON.parse(text)
  const { accepted, rejected } = body.data ?? {}
  return typeof accepted === "number" && Array.isArray(rejected) ? { accepted, rejected } : undefined
}
