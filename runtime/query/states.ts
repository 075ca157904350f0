import type { DerivedMetric } from "../../plugins/kit/derived.ts"
import { exponent, type MoneyReading } from "../../plugins/kit/money.ts"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Shop, State } from "../store/store.ts"

/** A metric that keeps cells; derived ones keep none. */
export type StoredMetric = Exclude<Plugin, DerivedMetric>

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

/**
 * A state as one number, null where it has none. Money: major units in the shop's own currency, the others left out.
 * It is what `Cell.value` holds.
 */
export function numericValue(plugin: StoredMetric, state: State, shop: Pick<Shop, "currency">): number | null {
  const reading = readState(plugin, state)
  if (typeof reading === "number") return Number.isFinite(reading) ? reading : null
  return isMoney(plugin, reading) ? (reading[shop.currency] ?? 0) : null
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

const isMoney = (plugin: StoredMetric, reading: unknown): reading is MoneyReading =>
  plugin.unit === "money" && typeof reading === "object" && reading !== null
