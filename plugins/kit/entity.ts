import type { MetricHead } from "./metric.ts"
import type { Money } from "./money.ts"
import type { Keys } from "./touch.ts"

/**
 * What a session, an order or a visitor adds to one cell: to the total, or to one key of a dimension. The pipeline keeps
 * the cells right by adding a changed summary's new contributions and taking its old ones away, so results do not depend
 * on the order in which events arrive, and a late event mends the past.
 */
export interface Contribution {
  /** Event time that picks the minute, epoch ms. */
  at: number
  /** In the metric's unit; for unit `money`, `money(999.00, "USD")`. */
  amount: number | Money
  /** Absent: the total. Totals are not the sum of a dimension: an order of two products is one order. */
  dim?: string
  key?: string
}

/** A metric over whole sessions, orders or visitors: a pure function from a summary to what it contributes. */
export interface EntityMetric<Summary> extends MetricHead {
  /** Dimensions that contributions may name. */
  by?: readonly string[]
  contribute(summary: Summary): readonly Contribution[]
}

export type EntityMetricSpec<Summary> = Omit<EntityMetric<Summary>, "apiVersion"> & { apiVersion?: 1 }

/** Adds an amount to the total and to each key. */
export function contribute(at: number, amount: Contribution["amount"], keys: Keys = {}): Contribution[] {
  return [{ at, amount }, ...contributePart(at, amount, keys)]
}

/** Adds an amount to each key and not to the total: one line of an order. */
export function contributePart(at: number, amount: Contribution["amount"], keys: Keys): Contribution[] {
  const contributions: Contribution[] = []
  for (const dim in keys) {
    const key = keys[dim]
    if (key) contributions.push({ at, amount, dim, key })
  }
  return contributions
}
