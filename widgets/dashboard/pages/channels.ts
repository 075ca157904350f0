import { html, type PropertyDeclarations } from "lit"
import { Resource } from "../../base/resource.ts"
import { ask } from "../../base/rest.ts"
import { sentence } from "../../base/words.ts"
import { type Delivery, deliveryLog } from "../delivery-log.ts"
import { type AllSettings, type Configured, fieldsOf, filledIn } from "../settings.ts"
import { type Outcome, settingsForm } from "../settings-form.ts"
import { DashboardPage } from "./page.ts"

const SEVERITIES = [
  { minimum: "info", words: "all alerts" },
  { minimum: "warning", words: "warnings and critical ones" },
  { minimum: "critical", words: "critical ones only" },
]

/** Who is told of alerts, and what was told. */
export class ChannelsPage extends DashboardPage {
  static override properties: PropertyDeclarations = { outcomes: { state: true }, busy: { state: true } }
  declare protected outcomes: ReadonlyMap<string, Outcome>
  /** The channel that is being saved or tested. */
  declare protected busy?: string

  readonly #settings = new Resource<AllSettings>(this, "/api/alerts/settings", "once")
  readonly #deliveries = new Resource<Delivery[]>(this, "/api/alerts/deliveries?limit=100")

  constructor() {
    super()
    this.outcomes = new Map()
  }

  protected override render() {
    const { data, problem } = this.#settings
    return html`
      ${
        data
          ? html`<div class="settings">${data.channels.map(channel => this.#form(channel))}</div>`
          : html`<p class="none" role="status">${problem ?? "Loading"}</p>`
      }
      ${deliveryLog(this.#deliveries, this.locale)}
    `
  }

  #form(channel: Configured) {
    const { name, settings } = channel
    return settingsForm({
      of: channel,
      after: html`<div class="field">
        <label for="${name}-minimum">Tell</label>
        <select id="${name}-minimum" name="minimum">
          ${SEVERITIES.map(
            ({ minimum, words }) =>
              html`<option value=${minimum} ?selected=${minimum === (settings?.minimum ?? "info")}>${words}</option>`,
          )}
        </select>
      </div>`,
      buttons: html`<button type="button" class="secondary" ?disabled=${this.busy === name || !settings}
        title=${settings ? "" : "Save it first"} @click=${() => void this.#test(channel)}>Send a test</button>`,
      mayChange: this.mayChange,
      isBusy: this.busy === name,
      outcome: this.outcomes.get(name),
      save: form => void this.#save(channel, form),
    })
  }

  #save(channel: Configured, form: HTMLFormElement) {
    const data = new FormData(form)
    const body = {
      // Whoever fills in a channel for the first time wants to use it.
      enabled: data.has("enabled") || channel.settings === null,
      minimum: data.get("minimum"),
      config: filledIn(fieldsOf(channel), data),
    }
    return this.#act(channel, async () => {
      await ask(this, `/api/alerts/settings/channels/${channel.name}`, { method: "PUT", body })
      await this.#settings.load()
      return { isGood: true, words: "Saved." }
    })
  }

  #test(channel: Configured) {
    return this.#act(channel, async () => {
      const { status, error } = await ask<{ status: string; error?: string }>(
        this,
        `/api/alerts/channels/${channel.name}/test`,
        { method: "POST" },
      )
      await this.#deliveries.load()
      if (status !== "delivered") return { isGood: false, words: sentence(error ?? `It ${status}.`) }
      // There is nothing to send to a browser: its dashboards tell by themselves.
      if (channel.name === "browser")
        this.dispatchEvent(new CustomEvent("shop-test-notice", { bubbles: true, composed: true }))
      return { isGood: true, words: "Sent." }
    })
  }

  async #act({ name }: Configured, work: () => Promise<Outcome>) {
    this.busy = name
    const outcome = await work().catch((error: Error): Outcome => ({ isGood: false, words: sentence(error.message) }))
    this.busy = undefined
    this.outcomes = new Map(this.outcomes).set(name, outcome)
  }
}
