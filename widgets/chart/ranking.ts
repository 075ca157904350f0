import { html, svg } from "lit"
import { repeat } from "lit/directives/repeat.js"

/** One line of a ranking. */
export interface Rank {
  key: string
  name: string
  amount: string
  /** Said more quietly beside the amount. */
  beside?: unknown
  /** Length of its bar, 0–1. */
  share: number
}

/** Lines with a bar each. Bars are drawings, as a strict content security policy refuses widths in the markup. */
export function ranking(ranks: readonly Rank[]) {
  return html`<ol role="list">
    ${repeat(
      ranks,
      ({ key }) => key,
      ({ name, amount, beside, share }) => html`<li part="rank" class="bar-row">
        <span class="name" title=${name}>${name}</span>
        <span class="amount">${amount}<span class="beside">${beside}</span></span>
        <svg class="track" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect width="100" height="6" /><rect class="filled" width=${Math.max(0, Math.min(1, share)) * 100} height="6" />`}
        </svg>
      </li>`,
    )}
  </ol>`
}
