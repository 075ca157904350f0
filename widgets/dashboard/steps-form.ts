import { html, nothing } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { FEWEST_STEPS, FUNNEL_WINDOWS, MOST_STEPS } from "./funnel-route.ts"
import { icons } from "./icons.ts"

/** The event types with a meaning of their own; a shop's own ones are typed. */
const KNOWN = [
  ...["page_view", "product_view", "search", "add_to_cart", "remove_from_cart"],
  ...["begin_checkout", "purchase", "refund"],
]

/** A step as it is being written. Its id stays while it moves. */
export interface DraftStep {
  id: number
  word: string
}

export interface StepsFormOptions {
  steps: readonly DraftStep[]
  minutes: number
  write(step: DraftStep, word: string): void
  add(): void
  remove(step: DraftStep): void
  /** @param by −1 = one earlier, 1 = one later */
  move(step: DraftStep, by: -1 | 1): void
  show(minutes: number): void
}

/** The steps of a funnel in their order, to be picked, moved and taken away, and the window. */
export function stepsForm(options: StepsFormOptions) {
  const { steps, minutes, add, show } = options
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    show(Number(new FormData(event.target as HTMLFormElement).get("minutes")))
  }
  return html`<form class="steps-form" aria-label="Steps of the funnel" @submit=${submit}>
    <datalist id="types">${KNOWN.map(type => html`<option value=${type}></option>`)}</datalist>
    <ol class="steps" role="list">
      ${repeat(
        steps,
        ({ id }) => id,
        (step, i) => stepRow(step, i, options),
      )}
    </ol>
    <div class="line">
      <button type="button" class="secondary" ?disabled=${steps.length >= MOST_STEPS} @click=${add}>Add a step</button>
      <div class="field"><label for="minutes">Window</label><select id="minutes" name="minutes">
        ${FUNNEL_WINDOWS.map(
          window =>
            html`<option value=${window.minutes} ?selected=${window.minutes === minutes}>${window.title}</option>`,
        )}
      </select></div>
      <button class="secondary">Show</button>
    </div>
  </form>`
}

function stepRow(step: DraftStep, i: number, { steps, write, remove, move }: StepsFormOptions) {
  const name = `step ${i + 1}`
  return html`<li class="step">
    <label class="faint" for="step-${step.id}"><span class="unseen">Step </span>${i + 1}</label>
    <input id="step-${step.id}" list="types" required maxlength="500" autocomplete="off" autocapitalize="off" spellcheck="false"
      .value=${step.word} placeholder="Event type" aria-describedby="steps-hint"
      @input=${(event: InputEvent) => write(step, (event.target as HTMLInputElement).value)} />
    <button type="button" aria-label="Move ${name} up" title="Move up" ?disabled=${i === 0}
      @click=${() => move(step, -1)}>${icons.up}</button>
    <button type="button" aria-label="Move ${name} down" title="Move down" ?disabled=${i === steps.length - 1}
      @click=${() => move(step, 1)}>${icons.down}</button>
    <button type="button" aria-label="Remove ${name}" title=${steps.length > FEWEST_STEPS ? "Remove" : nothing}
      ?disabled=${steps.length <= FEWEST_STEPS} @click=${() => remove(step)}>${icons.close}</button>
  </li>`
}
