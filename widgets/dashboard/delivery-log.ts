import { html, nothing } from "lit"
import type { Resource } from "../base/resource.ts"
import { formatMoment } from "../base/time.ts"
import { humanize } from "../base/words.ts"

/** One notice through one channel, as `GET /api/alerts/deliveries` tells it. */
export interface Delivery {
  id: string
  /** Id of the alert. */
  alert: string
  channel: string
  event: string
  title: string
  status: "pending" | "delivered" | "failed"
  attempts: number
  created_at: string
  error?: string
}

const TONES: Record<Delivery["status"], string> = { pending: "warn", delivered: "good", failed: "bad" }

/** What was told through which channel, and how that went. */
export function deliveryLog({ data, problem }: Pick<Resource<Delivery[]>, "data" | "problem">, locale?: string) {
  return html`<section class="card" aria-labelledby="deliveries">
    <h2 id="deliveries">Delivery log</h2>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    ${
      data?.length
        ? html`<div class="scroll log" tabindex="0" role="region" aria-labelledby="deliveries"><table>
            <thead><tr>${["When", "Alert", "Channel", "Status"].map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
            <tbody>${data.map(delivery => line(delivery, locale))}</tbody>
          </table></div>`
        : html`<p class="none">${data ? "Nothing was told yet." : nothing}</p>`
    }
  </section>`
}

function line({ channel, event, title, status, attempts, created_at, error }: Delivery, locale?: string) {
  return html`<tr>
    <td class="when">${formatMoment(Date.parse(created_at), locale)}</td>
    <td>${title} <span class="faint">${event}</span></td>
    <td>${humanize(channel)}</td>
    <td>
      <span class="tag ${TONES[status]}">${status}</span>
      ${attempts > 1 ? html`<span class="faint">${attempts} attempts</span>` : nothing}
      ${error ? html`<span class="error">${error}</span>` : nothing}
    </td>
  </tr>`
}
