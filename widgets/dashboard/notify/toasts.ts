import { html } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { icons } from "../icons.ts"
import type { Toast } from "./notifier.ts"

/** What the page itself tells of alerts, in a corner. Always there, so that screen readers hear what comes into it. */
export function toasts(shown: readonly Toast[], dismiss: (tag: string) => void) {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${repeat(
      shown,
      ({ tag }) => tag,
      ({ tag, title, body, link, severity }) => html`<div class="toast ${severity}">
        <a href=${link} @click=${() => dismiss(tag)}><b>${title}</b><span>${body}</span></a>
        <button class="quiet" aria-label="Dismiss: ${title}" @click=${() => dismiss(tag)}>${icons.close}</button>
      </div>`,
    )}
  </div>`
}
