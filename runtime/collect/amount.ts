import { toMajor, toMinor } from "../../plugins/kit/money.ts"
import type { Item } from "../../sdk/event.ts"

/**
 * What the lines of an order come to: Σ price × quantity − discount, in decimal major units rounded to the currency's
 * minor unit.
 *
 * @returns undefined when there are no lines, or one has no price
 */
export function itemsTotal(items: readonly Item[] | undefined, currency: string): number | undefined {
  if (!items?.length) return undefined
  let total = 0
  for (const { product, price = product.price, quantity = 1, discount = 0 } of items) {
    if (price === undefined) return undefined
    total += price * quantity - discount
  }
  return toMajor(toMinor(total, currency), currency)
}
