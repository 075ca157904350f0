import { html, nothing } from "lit"

/** The numbers of the day, most important first. Two have names too long for half a phone. */
const KPIS: readonly { metric: string; label?: string }[] = [
  { metric: "revenue" },
  { metric: "orders" },
  { metric: "active_users" },
  { metric: "conversion_rate" },
  { metric: "product_views" },
  { metric: "add_to_cart" },
  { metric: "cart_abandonment_rate", label: "Cart abandonment" },
  { metric: "session_conversion_rate", label: "Session conversion" },
]

/** The same elements any page can use, arranged. @param minutes the window picked */
export function board(minutes: number) {
  return html`
    <main class="board">
      <section class="kpis" aria-label="Key figures">
        ${KPIS.map(
          ({ metric, label }) => html`<shop-kpi metric=${metric} compare
            minutes=${metric === "active_users" ? nothing : minutes} label=${label ?? nothing}></shop-kpi>`,
        )}
      </section>
      <section class="charts" aria-label="Sales over time">
        <shop-chart class="wide" metric="revenue" label="Sales" annotations minutes=${minutes}></shop-chart>
        <shop-chart class="second" metric="orders" annotations minutes=${minutes} type="bar" annotations></shop-chart>
      </section>
      <section class="panels" aria-label="Customers and products">
        <shop-funnel minutes=${minutes}></shop-funnel>
        <shop-trending></shop-trending>
        <shop-geo minutes=${minutes}></shop-geo>
      </section>
      <slot></slot>
    </main>
  `
}
