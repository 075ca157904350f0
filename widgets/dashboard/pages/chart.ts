import { html } from "lit"
import { around, type ChartRoute, chartHash } from "../route.ts"

/** One metric over a span, with the time around it: where alerts lead. @param now epoch ms */
export function chartPage(chart: ChartRoute, now: number) {
  const { from, to } = around(chart, now)
  const { wider } = chart
  return html`
    <main class="page" aria-label="Chart">
      <shop-chart class="large" metric=${chart.metric} from=${from} to=${to} mark="${chart.from}/${chart.to}"
        annotations></shop-chart>
      <nav class="actions" aria-label="Span">
        <a class="secondary" href=${chartHash({ ...chart, wider: wider * 2 })}>Show more around</a>
        ${wider > 1 ? html`<a class="secondary" href=${chartHash({ ...chart, wider: wider / 2 })}>Show less</a>` : ""}
        <a class="secondary" href="#alerts">All alerts</a>
      </nav>
    </main>
  `
}
