import type { MoneyReading } from "../../plugins/kit/money.ts"
import { dayOf, localDate } from "../store/calendar.ts"
import type { CellRow, Shop } from "../store/store.ts"
import type { Rates } from "./rates.ts"
import { mergeStates, numericValue, otherMoney, roundMoney, type StoredMetric } from "./states.ts"

/** What rows of a metric come to, in the shop's currency. */
export interface Amount {
  value: number | null
  /** Of money, what of other currencies `value` includes at the rates of its days: major units by currency. */
  converted: MoneyReading
  /** And what it leaves out for want of a rate. */
  unconverted: MoneyReading
}

/**
 * Exact for each currency by itself; what is converted is added up by the shop's day and rounded once, at the end, to
 * the decimals of the shop's currency.
 */
export function amountOf(plugin: StoredMetric, rows: readonly CellRow[], shop: Shop, rates: Rates): Amount {
  const state = mergeStates(plugin, statesOf(rows))
  const value = numericValue(plugin, state, shop)
  if (value === null || Object.keys(otherMoney(plugin, state, shop)).length === 0) {
    return { value, converted: {}, unconverted: {} }
  }
  const converted: Record<string, number> = {}
  const unconverted: Record<string, number> = {}
  let added = 0
  for (const [day, ofDay] of byDay(rows, shop.timezone)) {
    const others = otherMoney(plugin, mergeStates(plugin, statesOf(ofDay)), shop)
    for (const [currency, amount] of Object.entries(others)) {
      const rate = rates(currency, shop.currency, day)
      const sums = rate === undefined ? unconverted : converted
      sums[currency] = roundMoney((sums[currency] ?? 0) + amount, currency)
      added += amount * (rate ?? 0)
    }
  }
  return { value: roundMoney(value + added, shop.currency), converted, unconverted }
}

/** Rows by the date of the shop's day they lie in. */
function byDay(rows: readonly CellRow[], zone: string): Map<string, CellRow[]> {
  const days = new Map<string, CellRow[]>()
  let day = { start: 0, end: 0, name: "" }
  for (const row of [...rows].sort((a, b) => a.t - b.t)) {
    if (row.t < day.start || row.t >= day.end) {
      const span = dayOf(zone, row.t)
      day = { ...span, name: localDate(zone, span.start) }
    }
    const known = days.get(day.name)
    if (known) known.push(row)
    else days.set(day.name, [row])
  }
  return days
}

const statesOf = (rows: readonly CellRow[]) => rows.map(({ state }) => state)
