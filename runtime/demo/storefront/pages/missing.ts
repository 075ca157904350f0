import { html } from "../markup.ts"
import { HOME } from "../route.ts"
import type { View } from "../view.ts"

/** For addresses that lead nowhere. */
export function missing(): View {
  return {
    title: "Not found",
    body: html`
      <section class="notice">
        <h1>Nothing on this shelf.</h1>
        <p>The page you asked for does not exist, or not any more.</p>
        <a class="button" href="${HOME}">Back to the shop</a>
      </section>`,
  }
}
