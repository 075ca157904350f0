import type { Item, ShopEvent } from "../../sdk/event.ts"
import type { Stamp } from "./earliest.ts"
import { NO_CURRENCY, toMinor } from "./money.ts"
import { type Place, placeOf, type Touch, touchOf } from "./touch.ts"

export type Source = "browser" | "server"

/** One line of an order; `amount` in minor units of the order's currency, after its discount. */
export interface OrderLine {
  product: string
  category?: string
  brand?: string
  quantity: number
  amount: number
}

/** One report of a purchase. Amounts are minor units of `currency`. */
export interface Purchase extends Stamp, Place, Touch {
  currency: string
  /** Goods after discounts, without tax and shipping. */
  total: number
  lines: readonly OrderLine[]
  /** Pieces: those of the lines, else what the event says, else one. */
  items: number
  discount?: number
  tax?: number
  shipping?: number
  coupon?: string
  payment_method?: string
}

/** One report of a refund; `total` undefined means all that is left of the order: it was cancelled. */
export interface Refund extends Stamp {
  /** `refund_id`, else `event_id`: two partial refunds of one order are two. */
  id: string
  source: Source
  currency: string
  total?: number
  /** What was sent back, where the event says. */
  lines?: readonly OrderLine[]
}

export function purchaseOf(e: ShopEvent, time: number): Purchase {
  const currency = currencyOf(e)
  const lines = linesOf(e, currency)
  const amount = (major: number | undefined) => (major ? toMinor(major, currency) : undefined)
  const discounts = e.items?.reduce((sum, { discount = 0 }) => sum + toMinor(discount, currency), 0)
  return present({
    event_id: e.event_id,
    time,
    currency,
    total:
      e.total_amount === undefined
        ? lines.reduce((sum, line) => sum + line.amount, 0)
        : toMinor(e.total_amount, currency),
    lines,
    items: lines.length > 0 ? lines.reduce((sum, { quantity }) => sum + quantity, 0) : (e.quantity ?? 1),
    discount: discounts || undefined,
    tax: amount(e.tax),
    shipping: amount(e.shipping),
    coupon: e.coupon,
    payment_method: e.payment_method,
    ...placeOf(e.location),
    ...touchOf(e.campaign),
  })
}

export function refundOf(e: ShopEvent, source: Source, time: number): Refund {
  const currency = currencyOf(e)
  const lines = linesOf(e, currency)
  return present({
    id: e.refund_id || e.event_id,
    source,
    event_id: e.event_id,
    time,
    currency,
    total: e.total_amount === undefined ? undefined : toMinor(e.total_amount, currency),
    lines: lines.length > 0 ? lines : undefined,
  })
}

/** Without the fields that are undefined: a summary is stored as JSON, which has none. */
function present<T extends object>(report: T): T {
  for (const name in report) if (report[name] === undefined) delete report[name]
  return report
}

function linesOf(e: ShopEvent, currency: string): OrderLine[] {
  if (e.items) return e.items.map(item => lineOf(item, currency))
  if (!e.product) return []
  const line = lineOf({ product: e.product, quantity: e.quantity }, currency)
  // The only line is worth what the order is, after discounts that no item names.
  return [e.total_amount === undefined ? line : { ...line, amount: toMinor(e.total_amount, currency) }]
}

function lineOf(
  { product, quantity = 1, price = product.price ?? 0, discount = 0 }: Item,
  currency: string,
): OrderLine {
  const { id, category, brand } = product
  const amount = toMinor(price * quantity - discount, currency)
  return { product: id, ...(category ? { category } : {}), ...(brand ? { brand } : {}), quantity, amount }
}

const currencyOf = (e: ShopEvent): string => e.currency ?? NO_CURRENCY
