import type { Fields } from "./fields.ts"

const TYPE = /^[a-z][a-z0-9_]{0,62}$/
const ABOUT_PRODUCTS = /^(product_view|add_to_cart|remove_from_cart)$/

/** What should have come, and what did. */
type Departure = [expected: string, came: unknown]

/** What makes an event not worth sending; undefined when nothing does. The server checks the rest. */
export function departure(type: unknown, fields: unknown): Departure | undefined {
  if (typeof type !== "string" || !TYPE.test(type)) return ['a type like "purchase" or "gift_wrapped"', type]
  if (typeof fields !== "object" || !fields || Array.isArray(fields)) return ["its fields as an object", fields]
  const { product, total_amount, items, query } = fields as Fields
  const named = typeof product?.id === "string" && product.id
  if (!named && (product !== undefined || ABOUT_PRODUCTS.test(type))) return ['product: { id: "…" }', product]
  if (type === "search" && !query) return ['query: "…"', query]
  const priced = (typeof total_amount === "number" && total_amount >= 0) || items?.length
  if (type === "purchase" && !priced) return ["total_amount of 0 or more, or items", total_amount]
  return undefined
}
