import { CATALOGUE, searchCatalogue } from "../../catalogue.ts"
import { grid } from "../card.ts"
import { html } from "../markup.ts"
import { STEP } from "../route.ts"
import { tellSearch } from "../tracking.ts"
import type { View } from "../view.ts"

/** What the shop has for some words. */
export function search(query: string): View {
  const found = searchCatalogue(query)
  return {
    title: query ? `Search: ${query}` : "Search",
    visited: () => {
      if (query) tellSearch(query, found.length)
    },
    body: html`
      <header class="category-head">
        <h1>${query ? html`“${query}”` : "Search"}</h1>
        <p data-testid="search-count">${countOf(query, found.length)}</p>
      </header>
      <section class="listing">
        ${
          found.length > 0
            ? grid(found.slice(0, 2 * STEP))
            : html`<h2>Well liked right now</h2>${grid(CATALOGUE.slice(0, 8))}`
        }
      </section>`,
  }
}

function countOf(query: string, count: number): string {
  if (!query) return "Type what you are looking for."
  if (count === 0) return "We have nothing like it, sorry."
  return count === 1 ? "One thing found." : `${count} things found.`
}
