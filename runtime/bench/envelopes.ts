import type { ShopEvent } from "../../sdk/event.ts"
import { traffic } from "../demo/traffic.ts"
import type { Envelope } from "../log/log.ts"

/** `n` events of seeded shoppers as the collector would have written them at 10,000 a second, duplicates left out. */
export function envelopes(n: number): Envelope[] {
  const end = Date.now()
  const start = end - n / 10
  const received_at = new Date(end).toISOString()
  const byId = new Map<string, Envelope>()
  for (const { json } of traffic({ seed: "bench", start, rate: 10_000 })) {
    const event: ShopEvent = { currency: "USD", ...JSON.parse(json) }
    byId.set(event.event_id, { shop: "demo", source: "browser", received_at, event })
    if (byId.size === n) break
  }
  return [...byId.values()]
}

/** Cuts a list into pieces of `size`. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
