import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator, UnitAggregator } from "../metric.ts"
import { money, NO_CURRENCY } from "../money.ts"
import { additiveMoney, additiveNumber } from "./additive.ts"

/**
 * Adds up a number of each event; `undefined` adds nothing. Exact: plain numbers to three decimals; in a metric of unit
 * `money`, `value` is decimal major units and the sum is kept in minor units per `e.currency`.
 * @example defineMetric({ name: "units_sold", title: "Units sold", unit: "count", on: ["purchase"], ...sum(e => e.quantity) })
 */
export function sum(value: (e: ShopEvent) => number | undefined): UnitAggregator<number, number> {
  const { zero, merge, read, of } = additiveNumber
  const plain: Aggregator<number, number> = { zero, merge, read, add: (state, e) => merge(state, of(value(e) ?? 0)) }
  return { ...plain, inUnit: unit => (unit === "money" ? sumOfMoney(value) : plain) }
}

function sumOfMoney(value: (e: ShopEvent) => number | undefined): Aggregator {
  const { zero, merge, read } = additiveMoney
  const aggregator: Aggregator<ReturnType<typeof zero>, ReturnType<typeof read>> = {
    zero,
    merge,
    read,
    add(state, e) {
      const amount = value(e)
      return amount === undefined ? state : merge(state, money(amount, e.currency ?? NO_CURRENCY))
    },
  }
  return aggregator as Aggregator
}
