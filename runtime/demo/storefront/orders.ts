import type { ShopEvent } from "../../../sdk/event.ts"
import { orderFields, type Quote } from "../pricing.ts"

const KEY = "linnet.orders"
/** Without 0, O, 1, I and L, which are hard to tell apart on the phone. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

/** An order as this browser remembers it: what the thank-you page shows, and what it tells ShopStream. */
export interface Order {
  name: string
  /** The fields of the `purchase` event, kept so that a reload tells exactly the same again. */
  purchase: Partial<ShopEvent> & Required<Pick<ShopEvent, "order_id" | "items" | "total_amount" | "tax" | "shipping">>
}

/** The orders placed in this browser. */
export class Orders {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  find(orderId: string): Order | undefined {
    return this.#all().find(({ purchase }) => purchase.order_id === orderId)
  }

  place(quote: Quote, name: string, payment_method: string): Order {
    const { items = [], total_amount = 0, tax = 0, shipping = 0, ...rest } = orderFields(quote)
    const order_id = newOrderId()
    const order = { name, purchase: { order_id, items, total_amount, tax, shipping, ...rest, payment_method } }
    this.#storage.setItem(KEY, JSON.stringify([order, ...this.#all()].slice(0, 20)))
    return order
  }

  #all(): Order[] {
    try {
      const orders: unknown = JSON.parse(this.#storage.getItem(KEY) ?? "[]")
      return Array.isArray(orders) ? orders : []
    } catch {
      return []
    }
  }
}

/** E.g. `LN-7K2M-Q9XF`. */
function newOrderId(): string {
  const letters = [...crypto.getRandomValues(new Uint32Array(8))].map(number => LETTERS[number % LETTERS.length])
  return `LN-${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`
}
