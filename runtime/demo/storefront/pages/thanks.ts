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

const inDollars = (amount: number): string => price(Math.round(amount * 100))

function receipt({ name, purchase }: Order): Markup {
  const { order_id, items, total_amount, tax, shipping } = purchase
  const discount = items.reduce((sum, item) => sum + (item.discount ?? 0), 0)
  const line = (name: string, amount: number) => html`<li><span>${name}</span><span>${inDollars(amount)}</span></li>`
  return html`
    <section class="notice thanks">
      <p class="eyebrow">Order <span data-testid="order-number">${order_id}</span></p>
      <h1>Thank you, ${name.split(" ")[0]}.</h1>
      <p>We have begun to wrap it, and the revenue below has grown by <span data-testid="order-goods">${inDollars(total_amount)}</span>.</p>
      <ul class="brief">
        ${items.map(({ product, quantity = 1, price: each = 0 }) =>
          line(`${quantity} × ${product.name}`, each * quantity),
        )}
        ${discount > 0 && line("Discount", -discount)}
        ${line("Shipping", shipping)}
        ${line("Tax", tax)}
        <li class="total"><span>Total</span><span data-testid="order-total">${inDollars(total_amount + tax + shipping)}</span></li>
      </ul>
      <a class="button" href="${HOME}">Keep looking</a>
    </section>`
}
