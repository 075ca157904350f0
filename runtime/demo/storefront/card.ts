import { art } from "../art/art.ts"
import type { Article } from "../catalogue.ts"
import { html, type Markup, trusted } from "./markup.ts"
import { price } from "./money.ts"
import { articlePath } from "./route.ts"

/** The product's picture on a ground of its own colour. */
export function photo({ form, colour }: Article): Markup {
  return html`<div class="photo" style="--tint:${colour}">${trusted(art(form))}</div>`
}

/** A product in a list. */
export function card(article: Article): Markup {
  const { name, brand, variant, id } = article.product
  return html`
    <li>
      <a class="card" href="${articlePath(article)}" data-testid="product-card" data-product="${id}">
        ${photo(article)}
        <span class="card-name">${name}</span>
        <span class="card-price">${price(article.cents)}</span>
        <span class="card-brand">${brand} · ${variant}</span>
      </a>
    </li>`
}

export function grid(articles: readonly Article[]): Markup {
  return html`<ul class="grid">${articles.map(card)}</ul>`
}
