import { html, nothing, svg } from "lit"
import { type Alert, changeOf, chartLink, comparison, isOver, type Severity } from "./base/alert.ts"
import { formatAge, formatChange } from "./base/format.ts"
import { formatMoment, formatSpan } from "./base/time.ts"

/** What the reader is doing about an alert. */
export type Doing =
  | { at: "rest" }
  | { at: "choosing" }
  | { at: "busy" }
  | { at: "silenced"; words: string }
  | { at: "failed"; message: string }

export interface RowOptions {
  server: string
  locale?: string
  /** Epoch ms. */
  now: number
  mayAct: boolean
  doing: Doing
  become(doing: Doing): void
  acknowledge(): void
  silence(minutes: number, words: string): void
}

const SILENCES = [
  { minutes: 60, words: "1 hour" },
  { minutes: 240, words: "4 hours" },
  { minutes: 1440, words: "1 day" },
] as const

/** Told apart by shape, not by colour alone. */
const SIGNS: Record<Severity, string> = {
  critical: "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.6v4M8 11.2v.2",
  warning: "M8 1.8 15 14H1zM8 6v3.6M8 11.7v.2",
  info: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 7.4v3.8M8 4.7v.2",
}

/** One alert: its sign, what happened, and what can be done about it. */
export function row(alert: Alert, options: RowOptions) {
  const { title, subject, severity, status, message } = alert
  return html`<li part="alert" class="alert ${severity} ${status}">
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${SIGNS[severity]} />`}</svg>
    <div class="what">
      <h3>${title}${subject ? html` <span class="subject">${subject}</span>` : nothing}
        <span class="unseen">, </span><span class="tag">${severity}</span></h3>
      <p class="message">${message}</p>
      ${facts(alert, options)}
    </div>
    <div class="side">
      ${life(alert, options)} ${options.mayAct ? actions(alert, options) : nothing}
    </div>
  </li>`
}

function facts(alert: Alert, { server, locale }: RowOptions) {
  const { window, title } = alert
  const { value, against } = comparison(alert, locale)
  // Of what is over, the value is that of its end, which is no deviation any more.
  const change = isOver(alert) ? undefined : changeOf(alert)
  const span = formatSpan(Date.parse(window.from), Date.parse(window.to), locale)
  return html`<p class="facts">
    <span>${isOver(alert) ? "At its end " : nothing}<b>${value}</b>${against ? ` ${against}` : nothing}</span>
    ${change === undefined ? nothing : html`<span>${formatChange(change, locale)}</span>`}
    <span>${span}</span>
    <a href=${chartLink(server, alert)} aria-label="Chart of ${title}, ${span}">Chart</a>
  </p>`
}

function life(alert: Alert, { locale, now }: RowOptions) {
  const { status, started_at, acknowledged_by, resolved_at } = alert
  const ago = (at: string) =>
    html`<time datetime=${at} title=${formatMoment(Date.parse(at), locale)}>${formatAge(now - Date.parse(at), locale)}</time>`
  if (isOver(alert)) return html`<span class="state">Resolved · ${ago(resolved_at ?? started_at)}</span>`
  if (status === "firing") return html`<span class="state">Firing · began ${ago(started_at)}</span>`
  return html`<span class="state" title=${acknowledged_by ? `By ${acknowledged_by}` : nothing}>
    Acknowledged · began ${ago(started_at)}
  </span>`
}

function actions(alert: Alert, { doing, become, acknowledge, silence }: RowOptions) {
  const { title, status } = alert
  if (doing.at === "choosing") {
    return html`<div class="acts" role="group" aria-label="Silence ${title} for"
      @keydown=${({ key }: KeyboardEvent) => key === "Escape" && become({ at: "rest" })}>
      ${SILENCES.map(({ minutes, words }) => html`<button @click=${() => silence(minutes, words)}>${words}</button>`)}
      <button class="plain" @click=${() => become({ at: "rest" })}>Cancel</button>
    </div>`
  }
  const isBusy = doing.at === "busy"
  return html`<div class="acts">
    ${
      status === "firing"
        ? html`<button ?disabled=${isBusy} aria-label="Acknowledge ${title}" @click=${acknowledge}>Acknowledge</button>`
        : nothing
    }
    ${
      doing.at === "silenced"
        ? html`<span class="done">Silenced for ${doing.words}</span>`
        : html`<button ?disabled=${isBusy} aria-label="Silence ${title}" @click=${() => become({ at: "choosing" })}>Silence</button>`
    }
    ${doing.at === "failed" ? html`<p class="failed" role="alert">${doing.message}</p>` : nothing}
  </div>`
}
