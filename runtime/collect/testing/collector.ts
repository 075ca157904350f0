import { Elysia } from "elysia"
import type { ShopEvent, Verdicts } from "../../../sdk/event.ts"
import type { Access, Principal } from "../../access/principal.ts"
import { type ErrorBody, Refusal } from "../../errors.ts"
import { memoryLog } from "../../log/drivers/memory.ts"
import type { Envelope, Log } from "../../log/log.ts"
import type { Shop } from "../../store/store.ts"
import { type CollectOptions, collect } from "../route.ts"

/** What the collector's clock shows in tests. */
export const NOW = Date.parse("2025-01-03T10:30:00.000Z")

export const SHOP: Shop = { id: "demo", name: "Demo", currency: "EUR", timezone: "UTC", browser_refunds: true }

/** The program that runs the tests would be taken for a bot. */
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

/** An event that is good in every way, 10 s old at `NOW`. */
export function anEvent(changes: object = {}): ShopEvent {
  return {
    event_id: "evt_1",
    event_type: "product_view",
    timestamp: "2025-01-03T10:29:50.123Z",
    user_id: "user_1",
    session_id: "session_1",
    product: { id: "prod_1", name: "iPhone 15 Pro", category: "Electronics", price: 999 },
    ...changes,
  }
}

/** Knows `wk_any`, `wk_here` (of https://shop.example only), `sk_1`, `rk_1`, `ak_1`, `wt_1`; `wk_gone` is revoked. */
export function fixedAccess(shop: Shop = SHOP): Access {
  const known: Record<string, Pick<Principal, "kind" | "origins">> = {
    wk_any: { kind: "write", origins: [] },
    wk_here: { kind: "write", origins: ["https://shop.example"] },
    sk_1: { kind: "ingest", origins: [] },
    rk_1: { kind: "read", origins: [] },
    ak_1: { kind: "admin", origins: [] },
    wt_1: { kind: "widget", origins: [] },
  }
  const access: Access = {
    async resolve(credential) {
      if (credential === "wk_gone") throw new Refusal("revoked_key", "this key was revoked")
      const principal = known[credential]
      if (!principal) throw new Refusal("unknown_key", "this key is not known")
      return { shop, keyHash: credential, ...principal }
    },
    ofRequest: async () => access.resolve(""),
    checkOrigin({ origins }, origin) {
      if (origins.length > 0 && !origins.includes(origin ?? ""))
        throw new Refusal("origin_not_allowed", "not from here")
    },
    shop: () => shop,
    onRevoked: () => () => {},
  }
  return access
}

export interface Reply {
  status: number
  headers: Headers
  body: { success: boolean; data: Verdicts; error: ErrorBody["error"] }
}

/** A collector on a free port, and ways to talk to it. Dispose of it after the test. */
export function startCollector(options: Partial<CollectOptions> = {}) {
  const log = options.log ?? memoryLog()
  const app = new Elysia()
    .use(collect({ access: fixedAccess(), clock: () => NOW, ...options, log }))
    .listen({ port: 0, hostname: "127.0.0.1" })
  const url = `http://127.0.0.1:${app.server!.port}/v1/events`

  async function send(body: BodyInit, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(url, { method: "POST", body, headers: { "user-agent": BROWSER, ...headers } })
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
  }
  return {
    url,
    log,
    send,
    /** Sends events as a page does. */
    sendEvents: (events: unknown, headers: Record<string, string> = { authorization: "Bearer wk_any" }) =>
      send(JSON.stringify({ events }), headers),
    /** What is in the log. */
    envelopes: () => envelopesOf(log),
    [Symbol.asyncDispose]: async () => {
      await app.stop(true)
      await log.close()
    },
  }
}

async function envelopesOf(log: Log): Promise<Envelope[]> {
  const ends = (await log.state()).reduce((sum, { end }) => sum + end, 0)
  const envelopes: Envelope[] = []
  if (ends === 0) return envelopes
  const stop = new AbortController()
  for await (const round of log.consume(async () => undefined, stop.signal)) {
    for (const { value } of round.flatMap(({ records }) => records)) if ("event" in value) envelopes.push(value)
    if (envelopes.length === ends) break
  }
  stop.abort()
  return envelopes
}
