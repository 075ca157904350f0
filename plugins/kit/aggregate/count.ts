import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator } from "../metric.ts"
import { additiveNumber } from "./additive.ts"

/**
 * Counts events, or those for which `when` holds.
 * @example defineMetric({ name: "big_orders", …, on: ["purchase"], ...count(e => (e.total_amount ?? 0) >= 100) })
 */
export function count(when: (e: ShopEvent) => boolean = () => true): Aggregator<number, number> {
  const { zero, merge, read, of } = additiveNumber
  const one = of(1)
  return { zero, merge, read, add: (state, e) => (when(e) ? state + one : state) }
}
