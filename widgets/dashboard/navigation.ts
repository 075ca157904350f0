import { html, nothing } from "lit"
import type { Route } from "./route.ts"

type Page = Route["page"]

/** Pages of the dashboard; the chart belongs to the alerts that lead to it. */
const PAGES: readonly { href: string; name: string; pages: readonly Page[] }[] = [
  { href: "#", name: "Overview", pages: ["overview"] },
  { href: "#alerts", name: "Alerts", pages: ["alerts", "thresholds", "channels", "chart"] },
  { href: "#goals", name: "Goals", pages: ["goals"] },
  { href: "#notes", name: "Notes", pages: ["notes"] },
  { href: "#funnels", name: "Funnels", pages: ["funnels"] },
  { href: "#plugins", name: "Plugins", pages: ["plugins"] },
]

const ALERT_PAGES: readonly { href: string; name: string; page: Page }[] = [
  { href: "#alerts", name: "What happened", page: "alerts" },
  { href: "#thresholds", name: "Thresholds", page: "thresholds" },
  { href: "#channels", name: "Channels", page: "channels" },
]

/** @param options.firing how many alerts are firing */
export function navigation({ route, firing }: { route: Route; firing: number }) {
  return html`<nav class="pages" aria-label="Pages">
    ${PAGES.map(
      ({ href, name, pages }) => html`<a href=${href} aria-current=${pages.includes(route.page) ? "page" : nothing}>
        ${name}${
          name === "Alerts" && firing > 0
            ? html`<span class="count">${firing}<span class="unseen"> firing</span></span>`
            : nothing
        }
      </a>`,
    )}
  </nav>`
}

/** The pages that are about alerts. */
export function alertNavigation(route: Route) {
  return html`<nav class="tabs" aria-label="Alerts">
    ${ALERT_PAGES.map(
      ({ href, name, page }) =>
        html`<a href=${href} aria-current=${page === route.page ? "page" : nothing}>${name}</a>`,
    )}
  </nav>`
}
