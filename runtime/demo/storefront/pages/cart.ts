import { type Line, quote } from "../../pricing.ts"
import { photo } from "../card.ts"
import { html, type Markup } from "../markup.ts"
import { price } from "../money.ts"
import { articlePath, CHECKOUT, HOME } from "../route.ts"
import { summary } from "../summary.ts"
import type { Shop, View } from "../view.ts"

/** The cart: change quantities, use a coupon, go on to checkout. */
export function cart({ cart }: Shop): View {
  return { title: "Cart", body: cart.count > 0 ? full(cart.lines, cart.coupon) : empty() }
}

function full(lines: readonly Line[], coupon?: string): Markup {
  const order = quote(lines, coupon)
  return html`
    <header class="category-head"><h1>Your cart</h1></header>
    <div class="checkout">
      <ul class="lines">${lines.map(line)}</ul>
      <aside class="panel">
        <form class="coupon" data-action="coupon">
          <label><span>Coupon</span>
            <input name="coupon" value="${coupon ?? ""}" placeholder="WELCOME10" autocomplete="off" data-testid="coupon" />
          </label>
          <button class="button quiet">Apply</button>
          ${coupon !== undefined && !order.coupon && html`<p role="status">We do not know this coupon.</p>`}
        </form>
        ${summary(order)}
        <a class="button wide" href="${CHECKOUT}" data-testid="checkout">Checkout</a>
      </aside>
    </div>`
}

function line({ article, quantity }: Line): Markup {
  const { id, name, brand, variant } = article.product
  return html`
    <li class="line-item" data-testid="cart-line">
      <a href="${articlePath(article)}" tabindex="-1" aria-hidden="true">${photo(article)}</a>
      <div>
        <a class="card-name" href="${articlePath(article)}">${name}</a>
        <p class="card-brand">${brand} · ${variant}</p>
        <div class="line-controls">
          <label><span class="unseen">Quantity of ${name}</span>
            <select data-action="quantity" data-product="${id}">
              ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(
                number => html`<option value="${number}" ${number === quantity && "selected"}>${number}</option>`,
              )}
            </select>
          </label>
          <button class="link" data-action="remove" data-product="${id}" data-testid="remove-from-cart" aria-label="Remove ${name}">Remove</button>
        </div>
      </div>
      <span class="card-price">${price(article.cents * quantity)}</span>
    </li>`
}

function empty(): Markup {
  return html`
    <section class="notice">
      <h1>Your cart is empty.</h1>
      <p>There are five hundred things that would like to change that.</p>
      <a class="button" href="${HOME}">Look around</a>
    </section>`
}
