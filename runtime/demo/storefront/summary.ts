import type { Quote } from "../pricing.ts"
import { html, type Markup } from "./markup.ts"
import { price } from "./money.ts"

/** What an order costs, line by line. */
export function summary({ subtotal, discount, coupon, shipping, tax, total }: Quote): Markup {
  return html`
    <dl class="summary">
      <div><dt>Subtotal</dt><dd>${price(subtotal)}</dd></div>
      ${discount > 0 && html`<div class="saved"><dt>${coupon}</dt><dd>−${price(discount)}</dd></div>`}
      <div><dt>Shipping</dt><dd>${shipping === 0 ? "Free" : price(shipping)}</dd></div>
      <div><dt>Tax</dt><dd>${price(tax)}</dd></div>
      <div class="total"><dt>Total</dt><dd data-testid="order-total">${price(total)}</dd></div>
    </dl>`
}
