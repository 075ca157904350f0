import { isEarlier } from "./earliest.ts"
import type { OrderSummary } from "./order.ts"
import type { OrderLine, Purchase, Refund } from "./report.ts"
import { type Keys, keysOfPlace, keysOfTouch, PLACE_DIMENSIONS, TOUCH_DIMENSIONS } from "./touch.ts"

/**
 * An order as it counts: the winning report, with what it leaves open filled in from the other. A server knows the
 * amount and the browser knows the campaign. Amounts are only taken over in the same currency.
 */
export function sale({ browser, server }: OrderSummary): Purchase | undefined {
  if (!server || !browser) return server ?? browser
  if (browser.currency === server.currency) {
    const { lines, items } = server.lines.length > 0 ? server : browser
    return { ...browser, ...server, lines, items }
  }
  const { discount, tax, shipping, ...told } = browser
  return { ...told, ...server }
}

/** Money given back; amounts in minor units of `currency`. */
export interface Return {
  /** Epoch ms. */
  time: number
  currency: string
  amount: number
  /** What was sent back, where that is known. */
  lines: readonly OrderLine[]
}

/**
 * The refunds of an order. One without an amount is a cancellation: it gives back what the others have left of the
 * order, and nothing while the purchase is not known. Amounts that are given count as they are.
 */
export function returnsOf(order: OrderSummary): Return[] {
  return order.refunds.map(refund => {
    const { time, total, lines = [] } = refund
    if (total !== undefined) return { time, currency: refund.currency, amount: total, lines }
    const sold = sale(order)
    const currency = sold?.currency ?? refund.currency
    if (!sold || cancellation(order) !== refund) return { time, currency, amount: 0, lines: [] }
    const others = order.refunds.filter(other => other.total !== undefined && other.currency === currency)
    return {
      time,
      currency,
      amount: rest(
        sold.total,
        others.map(({ total = 0 }) => total),
      ),
      lines: sold.lines.map(line => restOfLine(line, others)),
    }
  })
}

/** What one refund takes away, in minor units of the order's currency where it names no amount, else of its own. */
export function refunded(order: OrderSummary, refund: Refund): number {
  return returnsOf(order)[order.refunds.indexOf(refund)]?.amount ?? 0
}

/** An order can be cancelled once: by the earliest refund that names no amount. */
function cancellation({ refunds }: OrderSummary): Refund | undefined {
  const open = refunds.filter(({ total }) => total === undefined)
  return open.reduce<Refund | undefined>((first, next) => (first && isEarlier(first, next) ? first : next), undefined)
}

function restOfLine(line: OrderLine, others: readonly Refund[]): OrderLine {
  const back = others.flatMap(({ lines = [] }) => lines.filter(({ product }) => product === line.product))
  return {
    ...line,
    quantity: rest(
      line.quantity,
      back.map(({ quantity }) => quantity),
    ),
    amount: rest(
      line.amount,
      back.map(({ amount }) => amount),
    ),
  }
}

const rest = (whole: number, gone: readonly number[]): number =>
  Math.max(
    0,
    gone.reduce((left, some) => left - some, whole),
  )

/** Dimensions of an order as a whole. */
export const ORDER_DIMENSIONS = [...PLACE_DIMENSIONS, ...TOUCH_DIMENSIONS, "payment_method"] as const

/** Dimensions of each of its lines. */
export const LINE_DIMENSIONS = ["product", "category", "brand"] as const

/** An order that only a server knows of has no source: that is not the same as one that came direct. */
export function keysOfOrder(order: OrderSummary, sold: Purchase): Keys {
  const { source, medium, payment_method } = sold
  const touch = source || medium ? { source, medium } : undefined
  return { ...keysOfPlace(sold), ...(touch || order.browser ? keysOfTouch(touch) : {}), payment_method }
}

export function keysOfLine({ product, category, brand }: OrderLine): Keys {
  return { product, category, brand }
}

/** Each key of the lines once: an order of two shoes is one order of shoes. */
export function keysOfLines(lines: readonly OrderLine[]): Keys[] {
  return LINE_DIMENSIONS.flatMap(dim => [...new Set(lines.map(line => line[dim]))].map(key => ({ [dim]: key })))
}
