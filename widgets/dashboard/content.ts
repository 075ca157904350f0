import { html } from "lit"
import { board } from "./board.ts"
import { alertNavigation } from "./navigation.ts"
import { chartPage } from "./pages/chart.ts"
import type { Route } from "./route.ts"

export interface ContentOptions {
  route: Route
  /** The window of the overview. */
  minutes: number
  mayChange: boolean
  /** Of the shop, ISO 4217. */
  currency: string
}

/** What stands below the header. */
export function content({ route, minutes, mayChange, currency }: ContentOptions) {
  switch (route.page) {
    case "overview":
      return board(minutes)
    case "chart":
      return chartPage(route.chart, Date.now())
    case "alerts":
      return html`<main class="page" aria-label="Alerts">
        ${alertNavigation(route)}<shop-page-alerts .mayChange=${mayChange}></shop-page-alerts>
      </main>`
    case "thresholds":
      return html`<main class="page" aria-label="Thresholds of alerts">
        ${alertNavigation(route)}<shop-page-thresholds .mayChange=${mayChange}></shop-page-thresholds>
      </main>`
    case "channels":
      return html`<main class="page" aria-label="Channels of alerts">
        ${alertNavigation(route)}<shop-page-channels .mayChange=${mayChange}></shop-page-channels>
      </main>`
    case "goals":
      return html`<main class="page" aria-label="Goals">
        <shop-page-goals .mayChange=${mayChange} .currency=${currency}></shop-page-goals>
      </main>`
    case "notes":
      return html`<main class="page" aria-label="Notes">
        <shop-page-notes .mayChange=${mayChange}></shop-page-notes>
      </main>`
    case "funnels":
      return html`<main class="page" aria-label="Funnels">
        <shop-page-funnels .funnel=${route.funnel}></shop-page-funnels>
      </main>`
    case "plugins":
      return html`<main class="page" aria-label="Plugins"><shop-page-plugins></shop-page-plugins></main>`
  }
}
