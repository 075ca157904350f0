import { type Article, CATALOGUE } from "../../catalogue.ts"
import { CATEGORIES } from "../../words.ts"
import { grid, photo } from "../card.ts"
import { CATEGORY_COPY } from "../copy.ts"
import { html, type Markup } from "../markup.ts"
import { categoryPath, HOME, listPath, type Route, SORTS, type Sort, STEP } from "../route.ts"
import type { View } from "../view.ts"
import { missing } from "./missing.ts"

const ORDERS: Readonly<Record<Sort, (a: Article, b: Article) => number>> = {
  loved: () => 0,
  "price-up": (a, b) => a.cents - b.cents,
  "price-down": (a, b) => b.cents - a.cents,
  name: (a, b) => a.product.name.localeCompare(b.product.name),
}

/** Home, and each category: the articles, filtered and sorted. */
export function list(route: Extract<Route, { page: "list" }>): View {
  const category = CATEGORIES.find(({ name }) => name.toLowerCase() === route.category)
  if (route.category && !category) return missing()
  const found = CATALOGUE.filter(({ product }) => !category || product.category === category.name)
  const articles = found.toSorted(ORDERS[route.sort])
  const more = route.show < articles.length && listPath({ ...route, show: route.show + STEP })
  return {
    title: category?.name ?? "Things worth keeping",
    body: html`
      ${category ? categoryHead(category.name) : hero()}
      <section class="listing" aria-label="Products">
        <div class="toolbar">
          <nav class="chips" aria-label="Categories">
            ${chip("All", HOME, !category)}
            ${CATEGORIES.map(({ name }) => chip(name, categoryPath(name), name === category?.name))}
          </nav>
          <label class="sort">
            <span>Sort</span>
            <select data-action="sort" data-testid="sort">
              ${Object.entries(SORTS).map(
                ([sort, name]) =>
                  html`<option value="${listPath({ ...route, sort: sort as Sort })}" ${sort === route.sort && "selected"}>${name}</option>`,
              )}
            </select>
          </label>
        </div>
        ${grid(articles.slice(0, route.show))}
        <p class="more">
          <span>${Math.min(route.show, articles.length)} of ${articles.length}</span>
          ${more && html`<a class="button quiet" href="${more}" data-keep-scroll data-testid="show-more">Show more</a>`}
        </p>
      </section>`,
  }
}

function chip(name: string, path: string, current: boolean): Markup {
  return html`<a class="chip" href="${path}" data-keep-scroll ${current && html`aria-current="page"`}>${name}</a>`
}

function categoryHead(name: string): Markup {
  return html`
    <header class="category-head">
      <h1>${name}</h1>
      <p>${CATEGORY_COPY[name]?.lead}</p>
    </header>`
}

function hero(): Markup {
  const shown = ["vase", "lounge-chair", "floor-lamp"].map(form => CATALOGUE.find(article => article.form === form)!)
  return html`
    <section class="hero">
      <div>
        <p class="eyebrow">The autumn edit</p>
        <h1>Things worth keeping.</h1>
        <p class="lead">Five hundred objects for the home, from makers who sign what they make.</p>
        <a class="button" href="${categoryPath("Ceramics")}">Shop ceramics</a>
      </div>
      <div class="hero-art" aria-hidden="true">${shown.map(photo)}</div>
    </section>`
}
