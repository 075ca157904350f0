/** Thread that sends a load: open loop, so a slow server shows as refusals and lag and never as a lower rate. */
import { type Body, bodies, type Expected } from "./bodies.ts"

declare const self: Worker

/** What the thread is started with. */
export interface Order {
  url: string
  key: string
  seed: string
  /** Epoch ms at which the first event happens. */
  start: number
  seconds: number
  rate: number
}

/** What it tells: that it begins to send, then what came of it. */
export type Told = { began: true } | { sent: Sent }

export interface Sent {
  events: number
  accepted: number
  /** Events of requests that were answered 429 or 503, or not within 10 s. They are not sent again. */
  refused: number
  /** Seconds from the first request to the last answer. */
  seconds: number
  expected: Expected
}

const PATIENCE_MS = 10_000
/** A shopper's: what a script sends would be counted as a bot's as well. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  const { all, expected } = bodies(data.seed, data.start, data.seconds, data.rate)
  await Bun.sleep(Math.max(0, data.start - Date.now()))
  self.postMessage({ began: true } satisfies Told)
  self.postMessage({ sent: { ...(await send(all, data)), expected } } satisfies Told)
}

async function send(all: readonly Body[], { url, key }: Order): Promise<Omit<Sent, "expected">> {
  const count = { events: 0, accepted: 0, refused: 0 }
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "user-agent": USER_AGENT }

  async function post({ bytes, events }: Body): Promise<void> {
    count.events += events
    try {
      const response = await fetch(`${url}/v1/events`, {
        ...{ method: "POST", headers, body: bytes },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const { data } = (await response.json()) as { data?: { accepted: number } }
      if (response.status === 202) count.accepted += data!.accepted
      else count.refused += events
    } catch {
      count.refused += events
    }
  }

  const began = performance.now()
  const answers: Promise<void>[] = []
  for (const body of all) {
    const early = began + body.due - performance.now()
    if (early > 0) await Bun.sleep(early)
    answers.push(post(body))
  }
  await Promise.all(answers)
  return { ...count, seconds: (performance.now() - began) / 1000 }
}
