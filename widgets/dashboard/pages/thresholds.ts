import { html, type PropertyDeclarations } from "lit"
import { Resource } from "../../base/resource.ts"
import { ask } from "../../base/rest.ts"
import { sentence } from "../../base/words.ts"
import { type AllSettings, type Configured, fieldsOf, filledIn } from "../settings.ts"
import { type Outcome, settingsForm } from "../settings-form.ts"
import { DashboardPage } from "./page.ts"

/** When each alert of the shop fires. */
export class ThresholdsPage extends DashboardPage {
  static override properties: PropertyDeclarations = { outcomes: { state: true }, busy: { state: true } }
  declare protected outcomes: ReadonlyMap<string, Outcome>
  /** The alert that is being saved. */
  declare protected busy?: string

  readonly #settings = new Resource<AllSettings>(this, "/api/alerts/settings", "once")

  constructor() {
    super()
    this.outcomes = new Map()
  }

  protected override render() {
    const { data, problem } = this.#settings
    if (!data) return html`<p class="none" role="status">${problem ?? "Loading"}</p>`
    return html`
      ${this.mayChange ? "" : html`<p class="hint">You signed in with a read key: changing takes an admin key.</p>`}
      <div class="settings">
        ${data.alerts.map(alert =>
          settingsForm({
            of: alert,
            after: this.#cooldown(alert),
            mayChange: this.mayChange,
            isBusy: this.busy === alert.name,
            outcome: this.outcomes.get(alert.name),
            save: form => void this.#save(alert, form),
          }),
        )}
      </div>
    `
  }

  #cooldown({ name, settings }: Configured) {
    return html`<div class="field">
      <label for="${name}-cooldown">Quiet after its end, minutes</label>
      <input id="${name}-cooldown" name="cooldown" type="number" min="0" max="10080" .value=${String(settings?.cooldown ?? "")} />
    </div>`
  }

  async #save(alert: Configured, form: HTMLFormElement) {
    const data = new FormData(form)
    const body = {
      enabled: data.has("enabled"),
      cooldown: Number(data.get("cooldown")),
      config: filledIn(fieldsOf(alert), data),
    }
    this.busy = alert.name
    const outcome = await ask(this, `/api/alerts/settings/alerts/${alert.name}`, { method: "PUT", body }).then(
      (): Outcome => ({ isGood: true, words: "Saved." }),
      (error: Error): Outcome => ({ isGood: false, words: sentence(error.message) }),
    )
    this.busy = undefined
    this.outcomes = new Map(this.outcomes).set(alert.name, outcome)
  }
}
