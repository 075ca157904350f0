import type { Rejection } from "../../sdk/event.ts"
import type { Envelope } from "../log/log.ts"

/** What came of one request to the collector. */
export interface Collected {
  shop: string
  /** Durable in the log. */
  accepted: readonly Envelope[]
  rejected: readonly Rejection[]
}

/** One event as a collector saw it; a refused one is stored nowhere. */
export type Seen = { at: number } & ({ envelope: Envelope } | { rejection: Rejection })

/**
 * The newest events that this process took or refused, and what it was told that others refused, by shop. Bounded: it
 * forgets, and ends with the process.
 */
export interface EventTail {
  /** @param at epoch ms */
  take(collected: Collected, at: number): void
  /** Newest first. */
  of(shop: string): readonly Seen[]
}

const EVENTS_PER_SHOP = 200
const MOST_SHOPS = 1_000

export function createEventTail(): EventTail {
  const shops = new Map<string, readonly Seen[]>()
  return {
    take({ shop, accepted, rejected }, at) {
      // Only the end of a large batch can stay: the rest is not even looked at.
      const seen: Seen[] = [
        ...rejected.slice(-EVENTS_PER_SHOP).map(rejection => ({ at, rejection })),
        ...accepted.slice(-EVENTS_PER_SHOP).map(envelope => ({ at, envelope })),
      ]
      const kept = [...seen.reverse(), ...(shops.get(shop) ?? [])].slice(0, EVENTS_PER_SHOP)
      // Last in the map is last heard of.
      shops.delete(shop)
      shops.set(shop, kept)
      const [quietest] = shops.keys()
      if (shops.size > MOST_SHOPS) shops.delete(quietest!)
    },
    of: shop => shops.get(shop) ?? [],
  }
}
