import type { Item, ShopEvent } from "../../sdk/event.ts"
import type { Article } from "./catalogue.ts"

/** So many of one article, in a cart. */
export interface Line {
  article: Article
  quantity: number
}

/** Coupons the demo shop takes, with what they take off, in percent. */
export const COUPONS: Readonly<Record<string, number>> = { WELCOME10: 10, SUNDAY15: 15, FRIENDS20: 20 }

const TAX_PERCENT = 8
const SHIPPING_CENTS = 595
const FREE_SHIPPING_FROM_CENTS = 7500

/** A cart with its prices, all in integer minor units (US cents). */
export interface Quote {
  lines: (Line & { discount: number })[]
  /** Goods before discounts. */
  subtotal: number
  discount: number
  /** Goods after discounts: `total_amount` of the purchase. */
  goods: number
  tax: number
  shipping: number
  /** What the shopper pays. */
  total: number
  coupon?: string
}

/** Prices a cart. A coupon that the shop does not know is left out. */
export function quote(cart: readonly Line[], coupon?: string): Quote {
  const percent = (coupon && COUPONS[coupon]) || 0
  const lines = cart.map(line => ({
    ...line,
    discount: Math.round((line.article.cents * line.quantity * percent) / 100),
  }))
  const subtotal = lines.reduce((sum, { article, quantity }) => sum + article.cents * quantity, 0)
  const discount = lines.reduce((sum, line) => sum + line.discount, 0)
  const goods = subtotal - discount
  const tax = Math.round((goods * TAX_PERCENT) / 100)
  const shipping = goods >= FREE_SHIPPING_FROM_CENTS || goods === 0 ? 0 : SHIPPING_CENTS
  const total = goods + tax + shipping
  return { lines, subtotal, discount, goods, tax, shipping, total, ...(percent ? { coupon } : {}) }
}

/** The money part of a `begin_checkout` or `purchase` event, in decimal major units. */
export function orderFields(order: Quote): Partial<ShopEvent> {
  return {
    items: order.lines.map(lineItem),
    total_amount: order.goods / 100,
    tax: order.tax / 100,
    shipping: order.shipping / 100,
    currency: "USD",
    ...(order.coupon ? { coupon: order.coupon } : {}),
  }
}

function lineItem({ article, quantity, discount }: Quote["lines"][number]): Item {
  return {
    product: article.product,
    quantity,
    price: article.cents / 100,
    ...(discount > 0 ? { discount: discount / 100 } : {}),
  }
}
