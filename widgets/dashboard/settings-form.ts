import { html, nothing } from "lit"
import { type Configured, type Field, fieldsOf, valuesOf } from "./settings.ts"

/** How saving or testing went. */
export interface Outcome {
  isGood: boolean
  words: string
}

export interface SettingsFormOptions {
  of: Configured
  /** Fields of the page's own, after the plugin's. */
  after?: unknown
  /** More buttons. */
  buttons?: unknown
  mayChange: boolean
  isBusy: boolean
  outcome?: Outcome
  save(form: HTMLFormElement): void
}

/** The settings of one alert or channel as a card: on or off, its fields, Save. */
export function settingsForm({ of, after, buttons, mayChange, isBusy, outcome, save }: SettingsFormOptions) {
  const { name, title, description, settings } = of
  const values = valuesOf(settings?.config)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    save(event.target as HTMLFormElement)
  }
  return html`<form class="card setting" aria-labelledby="of-${name}" @submit=${submit}>
    <div class="setting-head">
      <div>
        <h2 id="of-${name}">${title}</h2>
        <p class="hint">${description}</p>
      </div>
      <label class="switch">
        <input type="checkbox" role="switch" name="enabled" .checked=${settings?.enabled ?? false}
          ?disabled=${!mayChange} aria-label="${title} is on" />
      </label>
    </div>
    <fieldset class="fields" ?disabled=${!mayChange}>
      ${fieldsOf(of).map(field => fieldOf(name, field, values[field.name]))} ${after}
    </fieldset>
    <div class="actions">
      ${mayChange ? html`<button class="secondary" ?disabled=${isBusy}>Save</button>${buttons}` : nothing}
      <span class="outcome ${outcome?.isGood === false ? "bad" : "good"}" role="status">${outcome?.words}</span>
    </div>
  </form>`
}

function fieldOf(
  owner: string,
  { name, title, type, min, max, of = [], default: usual, secret }: Field,
  value: unknown,
) {
  const id = `${owner}-${name}`
  const text = String(value ?? (secret ? "" : (usual ?? "")))
  const input =
    type === "choice"
      ? html`<select id=${id} name=${name}>
          ${of.map(word => html`<option value=${word} ?selected=${word === text}>${word}</option>`)}
        </select>`
      : html`<input id=${id} name=${name} type=${type === "number" ? "number" : secret ? "password" : "text"}
          .value=${text} step="any" min=${min ?? nothing} max=${max ?? nothing} autocomplete="off"
          placeholder=${usual === undefined ? nothing : String(usual)} />`
  return html`<div class="field"><label for=${id}>${title}</label>${input}</div>`
}
