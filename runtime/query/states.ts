import { exponent, type MoneyReading } from "../../plugins/kit/money.ts"
import { isMoney, monoidOf, numberOf, type StoredMetric } from "../../plugins/kit/monoid.ts"
import type { Shop, State } from "../store/store.ts"

export type { StoredMetric }

/** Puts the states of any cells of one metric together: minutes of an hour, writers of a minute. */
export function mergeStates(plugin: StoredMetric, states: Iterable<State>): State {
  const { zero, merge } = monoidOf(plugin)
  let merged = zero()
  for (const state of states) merged = merge(merged, state)
  return merged
}

/** What a state says: a number, `MoneyReading` for money, or whatever else the metric's `read` makes of it. */
export function readState(plugin: StoredMetric, state: State): unknown {
  return monoidOf(plugin).read(state)
}

/** A state as one number in the shop's own currency, null where it has none. It is what `Cell.value` holds. */
export function numericValue(plugin: StoredMetric, state: State, shop: Pick<Shop, "currency">): number | null {
  return numberOf(plugin, state, shop.currency)
}

/** Money in other currencies than the shop's, by currency: never added to it. */
export function otherMoney(plugin: StoredMetric, state: State, shop: Pick<Shop, "currency">): MoneyReading {
  const reading = readState(plugin, state)
  if (!isMoney(plugin, reading)) return {}
  const { [shop.currency]: own, ...others } = reading
  return others
}

/** Rounds an amount made by division to the decimals its currency has. */
export function roundMoney(amount: number, currency: string): number {
  return Number(amount.toFixed(exponent(currency)))
}
