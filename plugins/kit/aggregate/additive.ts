import type { Unit } from "../metric.ts"
import { addMoney, type Money, type MoneyReading, negateMoney, readMoney } from "../money.ts"

/** Plain numbers are kept in thousandths, as integers: floating point sums depend on their order, these do not. */
const SCALE = 1000

/** A group: states can be taken away again, which entity metrics need when a summary changes. */
export interface Additive<State, Amount, Reading> {
  zero(): State
  /** The state of one amount: a number, or for money `money(999.00, "USD")`. */
  of(amount: Amount): State
  merge(a: State, b: State): State
  negate(a: State): State
  /** Whether nothing is left, so that the state need not be kept. */
  isZero(a: State): boolean
  read(state: State): Reading
}

export const additiveNumber: Additive<number, number, number> = {
  zero: () => 0,
  of: amount => Math.round(amount * SCALE),
  merge: (a, b) => a + b,
  negate: a => (a === 0 ? 0 : -a),
  isZero: a => a === 0,
  read: state => state / SCALE,
}

export const additiveMoney: Additive<Money, Money, MoneyReading> = {
  zero: () => ({}),
  of: amount => amount,
  merge: addMoney,
  negate: negateMoney,
  isZero: a => Object.keys(a).length === 0,
  read: readMoney,
}

/** The group that a unit is added up in. */
export function additive(unit: Unit): Additive<unknown, unknown, unknown> {
  return (unit === "money" ? additiveMoney : additiveNumber) as Additive<unknown, unknown, unknown>
}
