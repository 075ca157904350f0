import type { Cart } from "./cart.ts"
import type { Markup } from "./markup.ts"
import type { Orders } from "./orders.ts"

/** What the pages draw from. */
export interface Shop {
  cart: Cart
  orders: Orders
}

/** One page, ready to be shown. */
export interface View {
  title: string
  body: Markup
  /** Called once when a visitor comes to the page, not when it is drawn again: the place to tell of it. */
  visited?: () => void
}
