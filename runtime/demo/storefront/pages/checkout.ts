import { quote } from "../../pricing.ts"
import { html, type Markup } from "../markup.ts"
import { price } from "../money.ts"
import { summary } from "../summary.ts"
import { tellCheckout } from "../tracking.ts"
import type { Shop, View } from "../view.ts"
import { cart as cartPage } from "./cart.ts"

const PAYMENTS = { credit_card: "Card", paypal: "PayPal", apple_pay: "Apple Pay", klarna: "Klarna" } as const

/** Address and payment. Filled in already: it is a demo, and nothing typed here leaves the browser. */
export function checkout(shop: Shop): View {
  if (shop.cart.count === 0) return cartPage(shop)
  const order = quote(shop.cart.lines, shop.cart.coupon)
  return {
    title: "Checkout",
    visited: () => tellCheckout(order),
    body: html`
      <header class="category-head"><h1>Checkout</h1></header>
      <form class="checkout" data-action="order">
        <div class="fields">
          <fieldset>
            <legend>Delivery</legend>
            ${field("Name", "name", "name", "Ada Lovelace")}
            ${field("Email", "email", "email", "ada@example.com", "email")}
            ${field("Street", "street", "street-address", "12 St James’s Square")}
            ${field("City", "city", "address-level2", "London")}
          </fieldset>
          <fieldset>
            <legend>Payment</legend>
            <div class="payments">${Object.entries(PAYMENTS).map(([value, name], index) => payment(value, name, index === 0))}</div>
            <p class="hint">A demo shop: nothing is charged or sent to you, and your address stays in this browser.</p>
          </fieldset>
        </div>
        <aside class="panel">
          <ul class="brief">
            ${order.lines.map(
              ({ article, quantity }) =>
                html`<li><span>${quantity} × ${article.product.name}</span><span>${price(article.cents * quantity)}</span></li>`,
            )}
          </ul>
          ${summary(order)}
          <button class="button wide" data-testid="place-order">Place order</button>
        </aside>
      </form>`,
  }
}

function field(label: string, name: string, autocomplete: string, value: string, type = "text"): Markup {
  return html`
    <label class="field"><span>${label}</span>
      <input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required />
    </label>`
}

function payment(value: string, name: string, checked: boolean): Markup {
  return html`
    <label class="payment">
      <input type="radio" name="payment" value="${value}" ${checked && "checked"} /><span>${name}</span>
    </label>`
}
