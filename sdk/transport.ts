import type { Rejection } from "./event.ts"
import type { Waiting } from "./queue.ts"

/** What became of one request. */
export type Outcome =
  /** Each event has its verdict: taken, or in `rejected`. */
  | { kind: "answered"; rejected: readonly Rejection[] }
  /** 400, 413: nothing was taken, and sending the same again would not help. */
  | { kind: "refused"; rejected: readonly Rejection[]; why: string }
  /** 401, 403: the key does not open this door. */
  | { kind: "barred"; why: string }
  /** No answer, or one that asks to come again. `wait` (ms) is the server's wish. */
  | { kind: "later"; wait?: number }

/** One request with these events; never rejects. `leaving`: the page may be gone before the answer. */
export type Transport = (events: readonly Waiting[], leaving: boolean) => Promise<Outcome>

const TIMEOUT_MS = 15_000
/** A wait longer than this would outlive the visit; the next page asks again anyway. */
const LONGEST_WAIT_MS = 3_600_000

/** `Retry-After` in ms: seconds or an HTTP date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return wait > 0 ? Math.min(wait, LONGEST_WAIT_MS) : undefined
}

async function outcome(response: Response, now: number): Promise<Outcome> {
  const { status, headers } = response
  // An unreadable 202 throws: verdicts that did not arrive are asked for again.
  if (status === 202) return { kind: "answered", rejected: (await response.json()).data.rejected }
  if (![400, 401, 403, 413].includes(status))
    return { kind: "later", wait: retryAfter(headers.get("Retry-After"), now) }
  const body = await response.json().catch(() => undefined)
  const why = `${status} ${body?.error?.message ?? ""}`.trim()
  if (status === 401 || status === 403) return { kind: "barred", why }
  return { kind: "refused", rejected: body?.data?.rejected ?? [], why }
}

/**
 * `POST {host}/v1/events`, as plain text so that no preflight comes first. Requests are `keepalive` and small enough for
 * it, so that they outlive the page.
 */
export function createTransport(host: string, key: string, clock: () => number): Transport {
  const url = `${host.replace(/\/+$/, "")}/v1/events`

  return async (events, leaving) => {
    const now = clock()
    const head = JSON.stringify({
      sent_at: new Date(now).toISOString(),
      write_key: key,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      // False says no more than nothing does, and costs every request.
      automated: navigator.webdriver || undefined,
    })
    const body = `${head.slice(0, -1)},"events":[${events.map(event => event.json)}]}`
    if (leaving && !("keepalive" in Request.prototype)) {
      navigator.sendBeacon?.(url, body)
      // A beacon brings no answer: the events stay, and a resend with the same ids changes nothing.
      return { kind: "later" }
    }
    try {
      const signal = AbortSignal.timeout?.(TIMEOUT_MS)
      return await outcome(
        await fetch(url, { method: "POST", body, keepalive: true, credentials: "omit", signal }),
        now,
      )
    } catch {
      return { kind: "later" }
    }
  }
}
