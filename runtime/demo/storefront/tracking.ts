import type { Article } from "../catalogue.ts"
import { orderFields, type Quote } from "../pricing.ts"
import type { Order } from "./orders.ts"

/**
 * All that this shop tells ShopStream. Page views are not here: `data-capture="page"` on the script tag sees to them.
 * Where the script is blocked, `window.shopstream` is missing and the shop works on.
 */
export function tellView(article: Article): void {
  window.shopstream?.track("product_view", { product: article.product })
}

export function tellSearch(query: string, results: number): void {
  window.shopstream?.track("search", { query, results })
}

/** @param difference how many were put in or, negative, taken out */
export function tellCart({ product }: Article, difference: number): void {
  if (difference > 0) window.shopstream?.track("add_to_cart", { product, quantity: difference, currency: "USD" })
  if (difference < 0) window.shopstream?.track("remove_from_cart", { product, quantity: -difference, currency: "USD" })
}

export function tellCheckout(quote: Quote): void {
  window.shopstream?.track("begin_checkout", orderFields(quote))
}

/** Told each time the thank-you page is shown, as real shops do: the order ledger counts an order number once. */
export function tellPurchase({ purchase }: Order): void {
  window.shopstream?.track("purchase", purchase)
}
