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

/** Of each verdict: a busy shop takes as many in two seconds, and what it refuses must not be lost among them. */
const EVENTS_PER_VERDICT = 200
const MOST_SHOPS = 1_000

export function createEventTail(): EventTail {
  const shops = new Map<string, { accepted: readonly Seen[]; rejected: readonly Seen[] }>()
  return {
    take({ shop, accepted, rejected }, at) {
      const known = shops.get(shop)
      // Last in the map is last heard of.
      shops.delete(shop)
      shops.set(shop, {
        accepted: newest(
          accepted.slice(-EVENTS_PER_VERDICT).map(envelope => ({ at, envelope })),
          known?.accepted,
        ),
        rejected: newest(
          rejected.slice(-EVENTS_PER_VERDICT).map(rejection => ({ at, rejection })),
          known?.rejected,
        ),
      })
      const [quietest] = shops.keys()
      if (shops.size > MOST_SHOPS) shops.delete(quietest!)
    },
    of(shop) {
      const { accepted = [], rejected = [] } = shops.get(shop) ?? {}
      return [...rejected, ...accepted].sort((a, b) => b.at - a.at)
    },
  }
}

/** Only the end of a large batch can stay: its beginning was cut off before. */
function newest(seen: readonly Seen[], before: readonly Seen[] = []): readonly Seen[] {
  return seen.length === 0 ? before : [...seen.toReversed(), ...before].slice(0, EVENTS_PER_VERDICT)
}
