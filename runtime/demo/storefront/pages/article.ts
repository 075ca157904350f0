import { CATALOGUE } from "../../catalogue.ts"
import { grid, photo } from "../card.ts"
import { CATEGORY_COPY } from "../copy.ts"
import { html } from "../markup.ts"
import { price } from "../money.ts"
import { CART, categoryPath, HOME } from "../route.ts"
import { tellView } from "../tracking.ts"
import type { Shop, View } from "../view.ts"
import { missing } from "./missing.ts"

const ALSO_SHOWN = 4

/** One product. */
export function article(slug: string, { cart }: Shop): View {
  const shown = CATALOGUE.find(each => each.slug === slug)
  if (!shown) return missing()
  const { id, name, brand, category, variant } = shown.product
  const others = CATALOGUE.filter(each => each.product.category === category && each !== shown)
  const inCart = cart.quantityOf(shown)
  return {
    title: name,
    visited: () => tellView(shown),
    body: html`
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href="${HOME}">Shop</a> <span aria-hidden="true">/</span> <a href="${categoryPath(category)}">${category}</a>
      </nav>
      <article class="article">
        ${photo(shown)}
        <div class="article-text">
          <p class="eyebrow">${brand}</p>
          <h1 data-testid="product-name">${name}</h1>
          <p class="price" data-testid="product-price">${price(shown.cents)}</p>
          <p class="story">${CATEGORY_COPY[category]?.story}</p>
          <p class="colour"><span style="background:${shown.colour}"></span> ${variant}</p>
          <form class="buy" data-action="add" data-product="${id}">
            <label><span class="unseen">Quantity</span>
              <select name="quantity" data-testid="quantity">
                ${[1, 2, 3, 4, 5].map(number => html`<option value="${number}">${number}</option>`)}
              </select>
            </label>
            <button class="button" data-testid="add-to-cart">Add to cart</button>
          </form>
          <p class="in-cart" role="status">
            ${inCart > 0 && html`${inCart} in your cart. <a href="${CART}">View cart</a>`}
          </p>
          <p class="viewers"><shop-viewers min="2"></shop-viewers></p>
          <dl class="facts">
            <div><dt>Delivery</dt><dd>2–4 days, free from $75</dd></div>
            <div><dt>Returns</dt><dd>30 days, no questions</dd></div>
            <div><dt>Article</dt><dd>${id}</dd></div>
          </dl>
        </div>
      </article>
      <section class="listing">
        <h2>Goes well with</h2>
        ${grid(others.slice(0, ALSO_SHOWN))}
      </section>`,
  }
}
