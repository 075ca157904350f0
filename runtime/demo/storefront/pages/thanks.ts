import { html, type Markup } from "../markup.ts"
import { price } from "../money.ts"
import type { Order } from "../orders.ts"
import { HOME } from "../route.ts"
import { tellPurchase } from "../tracking.ts"
import type { Shop, View } from "../view.ts"
import { missing } from "./missing.ts"

/** The order is placed. */
export function thanks(orderId: string, { orders }: Shop): View {
  const order = orders.find(orderId)
  if (!order) return missing()
  return { title: "Thank you", visited: () => tellPurchase(order), body: receipt(order) }
}

function receipt({ name, purchase }: Order): Markup {
  const { order_id, items, total_amount, tax, shipping } = purchase
  const cents = Math.round((total_amount + tax + shipping) * 100)
  return html`
    <section class="notice thanks">
      <p class="eyebrow">Order <span data-testid="order-number">${order_id}</span></p>
      <h1>Thank you, ${name.split(" ")[0]}.</h1>
      <p>We have begun to wrap it, and the numbers below have moved.</p>
      <ul class="brief">
        ${items.map(
          ({ product, quantity = 1, price: each = 0 }) =>
            html`<li><span>${quantity} × ${product.name}</span><span>${price(Math.round(each * 100) * quantity)}</span></li>`,
        )}
        <li class="total"><span>Total with tax and shipping</span><span data-testid="order-total">${price(cents)}</span></li>
      </ul>
      <a class="button" href="${HOME}">Keep looking</a>
    </section>`
}
