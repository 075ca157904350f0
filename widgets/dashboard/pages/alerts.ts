import { html, nothing, type PropertyDeclarations } from "lit"
import { Resource } from "../../base/resource.ts"
import { ask } from "../../base/rest.ts"
import { formatMoment } from "../../base/time.ts"
import { sentence } from "../../base/words.ts"
import type { AllSettings } from "../settings.ts"
import type { Outcome } from "../settings-form.ts"
import { DashboardPage } from "./page.ts"

interface Silence {
  id: string
  /** Name of the alert; absent: all. */
  alert?: string
  subject?: string
  until: string
  reason?: string
}

const LENGTHS = [
  { minutes: 60, words: "1 hour" },
  { minutes: 480, words: "8 hours" },
  { minutes: 1_440, words: "1 day" },
  { minutes: 10_080, words: "1 week" },
]

/** What needs attention, what is kept quiet, and what happened. */
export class AlertsPage extends DashboardPage {
  static override properties: PropertyDeclarations = { outcome: { state: true } }
  declare protected outcome?: Outcome

  readonly #silences = new Resource<Silence[]>(this, "/api/alerts/silences")
  readonly #settings = new Resource<AllSettings>(this, "/api/alerts/settings")

  protected override render() {
    const { mayChange } = this
    return html`
      <shop-alerts show="open" limit="100" label="Now" .actions=${mayChange}
        @shop-alerts-silenced=${() => void this.#silences.load()}></shop-alerts>
      <section class="card" aria-labelledby="silences">
        <h2 id="silences">Silences</h2>
        <p class="hint">Silenced alerts are listed here as ever, but no channel tells them.</p>
        ${this.#list()} ${mayChange ? this.#form() : nothing}
      </section>
      <shop-alerts show="past" limit="100" label="History" .actions=${false}></shop-alerts>
    `
  }

  #list() {
    const { data, problem } = this.#silences
    if (problem) return html`<p class="problem" role="alert">${problem}</p>`
    if (!data?.length) return html`<p class="none">${data ? "Nothing is silenced." : nothing}</p>`
    return html`<ul class="rows" role="list">
      ${data.map(({ id, alert, subject, until, reason }) => {
        const what = [this.#titleOf(alert), subject].filter(Boolean).join(" · ")
        return html`<li>
          <span><b>${what}</b> until ${formatMoment(Date.parse(until), this.locale)}</span>
          <span class="reason">${reason}</span>
          ${
            this.mayChange
              ? html`<button class="secondary" aria-label="End the silence of ${what}" @click=${() => void this.#end(id)}>End</button>`
              : nothing
          }
        </li>`
      })}
    </ul>`
  }

  #form() {
    return html`<form class="line" @submit=${(event: SubmitEvent) => void this.#begin(event)}>
      <div class="field"><label for="alert">Alert</label><select id="alert" name="alert">
        <option value="">All alerts</option>
        ${this.#settings.data?.alerts.map(({ name, title }) => html`<option value=${name}>${title}</option>`)}
      </select></div>
      <div class="field"><label for="minutes">For</label><select id="minutes" name="minutes">
        ${LENGTHS.map(({ minutes, words }) => html`<option value=${minutes}>${words}</option>`)}
      </select></div>
      <div class="field wide"><label for="reason">Reason</label>
        <input id="reason" name="reason" maxlength="200" placeholder="Optional" autocomplete="off" /></div>
      <button class="secondary">Silence</button>
      <span class="outcome ${this.outcome?.isGood === false ? "bad" : "good"}" role="status">${this.outcome?.words}</span>
    </form>`
  }

  #titleOf(alert: string | undefined): string {
    if (alert === undefined) return "All alerts"
    return this.#settings.data?.alerts.find(({ name }) => name === alert)?.title ?? alert
  }

  #begin(event: SubmitEvent) {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const { alert, minutes, reason } = Object.fromEntries(new FormData(form)) as Record<string, string>
    const body = { minutes: Number(minutes), ...(alert && { alert }), ...(reason && { reason }) }
    return this.#change("Silenced.", () => ask(this, "/api/alerts/silences", { method: "POST", body })).then(() =>
      form.reset(),
    )
  }

  #end(id: string) {
    return this.#change("Ended.", () => ask(this, `/api/alerts/silences/${id}`, { method: "DELETE" }))
  }

  async #change(words: string, work: () => Promise<unknown>) {
    try {
      await work()
      this.outcome = { isGood: true, words }
    } catch (error) {
      this.outcome = { isGood: false, words: sentence((error as Error).message) }
    }
    await this.#silences.load()
  }
}
