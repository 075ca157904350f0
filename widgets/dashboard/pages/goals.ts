import { html, nothing, type PropertyDeclarations } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { TopicController } from "../../base/controller.ts"
import type { Unit } from "../../base/reading.ts"
import { Resource } from "../../base/resource.ts"
import { ask } from "../../base/rest.ts"
import { goalStyles } from "../goal.styles.ts"
import { type GoalProgress, goalProgress, PERIODS } from "../goal-progress.ts"
import { outcomeLine, tried } from "../outcome.ts"
import type { Outcome } from "../settings-form.ts"
import { DashboardPage } from "./page.ts"

/** A metric, as `GET /api/metrics` lists it. */
interface Metric {
  name: string
  title: string
  unit: Unit
}

/** What the shop set out to reach, and how far it is. */
export class GoalsPage extends DashboardPage {
  static override properties: PropertyDeclarations = {
    currency: { attribute: false },
    picked: { state: true },
    outcome: { state: true },
  }
  static override styles = [...DashboardPage.styles, goalStyles]

  /** ISO 4217: the shop's, in which targets of money are set. */
  declare currency?: string
  /** Name of the metric picked in the form. */
  declare protected picked?: string
  declare protected outcome?: Outcome

  readonly #goals = new TopicController<GoalProgress[]>(
    this,
    () => "goals",
    goals => goals.length === 0,
  )
  readonly #metrics = new Resource<Metric[]>(this, "/api/metrics", "once")

  protected override render() {
    return html`<section class="card" aria-labelledby="goals">
      <h2 id="goals" tabindex="-1">Goals</h2>
      <p class="hint">
        A goal says what a metric shall come to in each day, week or month of the shop. The line across a bar is what is
        due by now.
      </p>
      ${this.#list()} ${this.mayChange ? this.#form() : nothing} ${outcomeLine(this.outcome)}
    </section>`
  }

  #list() {
    const { data, shown } = this.#goals
    if (shown.message) return html`<p class="problem" role="alert">${shown.message}</p>`
    if (!data) return html`<p class="none" role="status">Loading</p>`
    if (data.length === 0) {
      const how = this.mayChange ? "Set the first one below." : "Setting one takes an admin key."
      return html`<p class="none">There is no goal yet: sales of the month, say, or orders of the day. ${how}</p>`
    }
    return html`<ul class="goals" role="list">
      ${repeat(
        data,
        ({ metric, period }) => `${metric}/${period}`,
        goal => goalProgress(goal, this.locale, this.mayChange ? () => void this.#remove(goal) : undefined),
      )}
    </ul>`
  }

  #form() {
    const metrics = [...(this.#metrics.data ?? [])].sort((a, b) => a.title.localeCompare(b.title, this.locale))
    const picked = metrics.find(({ name }) => name === this.picked) ?? metrics[0]
    return html`<form class="line" aria-label="Set a goal" @submit=${(event: SubmitEvent) => void this.#set(event)}>
      <div class="field wide"><label for="metric">Metric</label>
        <select id="metric" name="metric" required
          @change=${(event: Event) => {
            this.picked = (event.target as HTMLSelectElement).value
          }}>
          ${metrics.map(({ name, title }) => html`<option value=${name}>${title}</option>`)}
        </select></div>
      <div class="field"><label for="period">Period</label><select id="period" name="period">
        ${PERIODS.map(({ period, each }) => html`<option value=${period}>${each}</option>`)}
      </select></div>
      <div class="field"><label for="target">Target, ${this.#unitName(picked?.unit)}</label>
        <input id="target" name="target" type="number" min="0" step="any" required autocomplete="off" /></div>
      <button class="secondary">Set the goal</button>
      ${this.#metrics.problem ? html`<span class="problem" role="alert">${this.#metrics.problem}</span>` : nothing}
    </form>`
  }

  #unitName(unit: Unit = "count"): string {
    return { money: this.currency ?? "money", percent: "percent", seconds: "seconds", count: "number" }[unit]
  }

  async #set(event: SubmitEvent) {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const { metric, period, target } = Object.fromEntries(new FormData(form)) as Record<string, string>
    const body = { target: Number(target) }
    this.outcome = await tried(ask(this, `/api/goals/${metric}/${period}`, { method: "PUT", body }), "Set.")
    if (this.outcome.isGood) form.querySelector<HTMLInputElement>("#target")!.value = ""
  }

  async #remove({ metric, period }: GoalProgress) {
    this.outcome = await tried(ask(this, `/api/goals/${metric}/${period}`, { method: "DELETE" }), "Removed.")
    // The button that has the focus goes away with its goal.
    if (this.outcome.isGood) this.renderRoot.querySelector<HTMLElement>("#goals")?.focus()
  }
}
