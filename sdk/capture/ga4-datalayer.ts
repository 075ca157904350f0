import type { Item, Product } from "../event.ts"
import type { Fields, Track } from "../fields.ts"
import { safely } from "../warn.ts"
import type { Capture } from "./capture.ts"
import { number, text } from "./text.ts"

/** An object as others wrote it: nothing is known of its values. */
type Raw = Record<string, unknown>

/** Not declared for all: pages have their own idea of its type. */
type Tagged = Window & { dataLayer?: unknown[] }

/**
 * GA4's `price` is what one costs after its `discount`, both per piece; on the wire `price` is before the discount, and
 * the discount that of the whole line.
 */
function item(raw: Raw): Item | undefined {
  const id = text(raw.item_id) ?? text(raw.item_name)
  if (!id) return undefined
  const quantity = number(raw.quantity) || 1
  const paid = number(raw.price)
  const discount = (paid !== undefined && number(raw.discount)) || 0
  const price = paid === undefined ? undefined : rounded(paid + discount)
  const product: Product = {
    id,
    name: text(raw.item_name),
    category: text(raw.item_category),
    brand: text(raw.item_brand),
    variant: text(raw.item_variant),
    price,
  }
  return { product, quantity, price, discount: discount ? rounded(discount * quantity) : undefined }
}

/** Without the tail of binary fractions: 0.1 + 0.2 is 0.3. */
const rounded = (amount: number) => Math.round(amount * 1e4) / 1e4

function orderOf(data: Raw, items: Item[]): Fields {
  return {
    items: items.length ? items : undefined,
    total_amount: number(data.value),
    currency: text(data.currency),
    coupon: text(data.coupon),
  }
}

function paidOrder(data: Raw, items: Item[]): Fields & { order_id: string } {
  const order_id = text(data.transaction_id) ?? ""
  return { ...orderOf(data, items), order_id, tax: number(data.tax), shipping: number(data.shipping) }
}

/** What each GA4 event becomes: one event for the order, or one for each item. */
function translate(track: Track, name: unknown, data: Raw): void {
  const items = (Array.isArray(data.items) ? data.items : []).flatMap(raw => item(raw ?? {}) ?? [])
  const each = (type: "product_view" | "add_to_cart" | "remove_from_cart") => {
    const currency = text(data.currency)
    for (const { product, quantity } of items) {
      track(type, { product, currency, quantity: type === "product_view" ? undefined : quantity })
    }
  }
  if (name === "view_item") each("product_view")
  else if (name === "add_to_cart" || name === "remove_from_cart") each(name)
  else if (name === "begin_checkout") track(name, orderOf(data, items))
  else if (name === "refund") track(name, paidOrder(data, items))
  else if (name === "search") track(name, { query: text(data.search_term) ?? "" })
  else if (name === "purchase") {
    const order = paidOrder(data, items)
    track(name, { ...order, order_id: order.order_id || undefined, items })
  }
}

/** Reads one entry: `{ event, ecommerce }` of a tag manager, or the arguments of `gtag("event", name, data)`. */
function read(track: Track, entry: unknown): void {
  if (!entry || typeof entry !== "object") return
  const raw = entry as Raw
  if (raw[0] === "event") translate(track, raw[1], (raw[2] as Raw) ?? {})
  else if (raw.event) translate(track, raw.event, { ...raw, ...(raw.ecommerce as Raw) })
}

/** `ga4`: follows the GA4 ecommerce events that the shop already pushes to `dataLayer`, those before it included. */
export const dataLayer: Capture = track => {
  const page: Tagged = window
  page.dataLayer ??= []
  const layer = page.dataLayer
  const take = (entries: unknown[]) => {
    for (const entry of entries) safely("ga4", () => read(track, entry))
  }
  take([...layer])
  const { push } = layer
  layer.push = (...entries) => {
    take(entries)
    return push.apply(layer, entries)
  }
}
