import type { EventType, Product } from "../event.ts"
import type { Fields, Track } from "../fields.ts"
import type { Capture } from "./capture.ts"
import { number, text } from "./text.ts"

/** The product that an element, or the card around it, names by `data-product-*`. */
function productAround(element: Element): Product | undefined {
  const data = element.closest<HTMLElement>("[data-product-id]")?.dataset
  if (!data?.productId) return undefined
  return {
    id: data.productId,
    name: text(data.productName),
    category: text(data.productCategory),
    brand: text(data.productBrand),
    variant: text(data.productVariant),
    price: number(data.productPrice),
  }
}

/** The event's fields from `data-*`; what a form's visitor typed stands in for `data-quantity` and `data-query`. */
function fieldsOf(element: HTMLElement): Fields {
  const { quantity, query, results, orderId, totalAmount, currency } = element.dataset
  const form = element instanceof HTMLFormElement ? new FormData(element) : undefined
  return {
    product: productAround(element),
    quantity: number(quantity ?? form?.get("quantity")),
    query: text(query ?? form?.get("query") ?? form?.get("q")),
    results: number(results),
    order_id: text(orderId),
    total_amount: number(totalAmount),
    currency: text(currency),
  }
}

/**
 * `attributes`: tracks the event type in `data-shopstream` when the element is clicked or, if it is a form, submitted.
 *
 * @example
 * <button data-shopstream="add_to_cart" data-product-id="prod_001" data-product-price="999">Add to cart</button>
 */
export const dataAttributes: Capture = (track: Track) => {
  function listen(name: "click" | "submit"): void {
    // While the event goes down: a page that stops it on its way up is heard too.
    window.addEventListener(
      name,
      ({ target }) => {
        const element = target instanceof Element && target.closest<HTMLElement>("[data-shopstream]")
        if (!element || element instanceof HTMLFormElement !== (name === "submit")) return
        track(element.dataset.shopstream as EventType, fieldsOf(element))
      },
      true,
    )
  }
  listen("click")
  listen("submit")
}
