import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator } from "../metric.ts"

/**
 * Heavy hitters as a Misra–Gries summary, which merges with the same bound (Agarwal et al., "Mergeable summaries", 2012):
 * with `capacity` counters, each count is at most `missed` too low and never too high, and
 * `missed ≤ total weight / (capacity + 1)`. Below `capacity` distinct keys nothing is missed and it is exact.
 */
export interface TopState {
  counts: Readonly<Record<string, number>>
  /** The most that any count may be too low by. */
  missed: number
}

export interface TopEntry {
  key: string
  value: number
}

export interface TopOptions {
  /** How many to read. Default 10. */
  k?: number
  /** Counters kept; default 20 × k. */
  capacity?: number
  /** What an event adds to its key. Default 1. */
  weight?(e: ShopEvent): number
}

/**
 * The most frequent values of a field.
 * @example defineMetric({ name: "top_searches", …, on: ["search"], ...top(e => e.query, { k: 20 }) })
 */
export function top(
  key: (e: ShopEvent) => string | undefined,
  { k = 10, capacity = 20 * k, weight = () => 1 }: TopOptions = {},
): Aggregator<TopState, TopEntry[]> {
  return {
    zero: () => ({ counts: {}, missed: 0 }),
    add(state, e) {
      const value = key(e)
      return value === undefined ? state : merge(state, { counts: { [value]: weight(e) }, missed: 0 }, capacity)
    },
    merge: (a, b) => merge(a, b, capacity),
    read: state => ranked(state.counts).slice(0, k),
  }
}

function merge(a: TopState, b: TopState, capacity: number): TopState {
  // No prototype: a product may well be called "constructor".
  const counts: Record<string, number> = Object.assign(Object.create(null), a.counts)
  for (const [key, n] of Object.entries(b.counts)) counts[key] = (counts[key] ?? 0) + n
  const entries = ranked(counts)
  const missed = a.missed + b.missed
  if (entries.length <= capacity) return { counts, missed }
  const cut = entries[capacity]!.value
  const kept: Record<string, number> = Object.create(null)
  for (const { key, value } of entries) if (value > cut) kept[key] = value - cut
  return { counts: kept, missed: missed + cut }
}

function ranked(counts: Readonly<Record<string, number>>): TopEntry[] {
  return Object.entries(counts)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
}
