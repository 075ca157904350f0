import { html, type PropertyDeclarations, type PropertyValues } from "lit"
import { TopicController } from "../../base/controller.ts"
import { formatValue } from "../../base/format.ts"
import { panelStyles } from "../../base/panel.styles.ts"
import { ranking } from "../../chart/ranking.ts"
import { funnelStyles } from "../funnel.styles.ts"
import { FIRST_FUNNEL, type FunnelRoute, funnelHash, funnelTopic } from "../funnel-route.ts"
import { type DraftStep, stepsForm } from "../steps-form.ts"
import { DashboardPage } from "./page.ts"

/** What the topic `funnel/custom` tells. */
interface CustomFunnel {
  steps: {
    step: string
    events: number
    /** Sessions that took it after all steps before it. */
    reached: number
    percent: number | null
    percent_of_previous: number | null
  }[]
}

/** Sessions followed through steps that the reader picks. The steps stand in the address, so that it can be shared. */
export class FunnelsPage extends DashboardPage {
  static override properties: PropertyDeclarations = { funnel: { attribute: false }, draft: { state: true } }
  static override styles = [panelStyles, ...DashboardPage.styles, funnelStyles]

  declare funnel?: FunnelRoute
  /** The steps as the form has them; shown once they are asked for. */
  declare protected draft: readonly DraftStep[]

  readonly #counts = new TopicController<CustomFunnel>(
    this,
    () => funnelTopic(this.#shown),
    ({ steps }) => steps.every(({ events }) => events === 0),
  )
  #ids = 0

  constructor() {
    super()
    this.draft = []
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has("funnel") || this.draft.length === 0) this.draft = this.#shown.steps.map(word => this.#step(word))
  }

  protected override render() {
    return html`
      <section class="card" aria-labelledby="funnels">
        <h2 id="funnels">Funnels</h2>
        <p class="hint" id="steps-hint">
          Follows sessions through events in their order. A step is an event type of your shop, with conditions in brackets
          if need be: <code>product_view[category:Lamps]</code>.
        </p>
        ${stepsForm({
          ...{ steps: this.draft, minutes: this.#shown.minutes },
          write: (step, word) => this.#change(this.draft.map(one => (one === step ? { ...one, word } : one))),
          add: () => this.#add(),
          remove: step => this.#remove(step),
          move: (step, by) => this.#move(step, by),
          show: minutes => {
            location.hash = funnelHash({ steps: this.draft.map(({ word }) => word.trim()), minutes })
          },
        })}
      </section>
      ${this.#result()}
    `
  }

  get #shown(): FunnelRoute {
    return this.funnel ?? FIRST_FUNNEL
  }

  #result() {
    const { data, shown, pending } = this.#counts
    return html`<section class="card ${shown.presence}" aria-label="How far sessions came" aria-busy=${pending}>
      ${shown.message ? html`<p class="problem" role="alert">${shown.message}</p>` : this.#bars(data)}
    </section>`
  }

  #bars(data: CustomFunnel | undefined) {
    if (!data) return html`<p class="none" role="status">Loading</p>`
    const { locale } = this
    const count = (value: number) => formatValue(value, { unit: "count", locale })
    const percent = (value: number | null) => formatValue(value, { unit: "percent", locale })
    return ranking(
      data.steps.map(({ step, events, reached, percent: share, percent_of_previous }, i) => ({
        key: String(i),
        name: `${i + 1}. ${step}`,
        amount: percent(share),
        beside: [
          `${count(reached)} sessions`,
          ...(i > 0 ? [`${percent(percent_of_previous)} of the step before`] : []),
          `${count(events)} events`,
        ].join(" · "),
        share: (share ?? 0) / 100,
      })),
    )
  }

  #step(word: string): DraftStep {
    return { id: this.#ids++, word }
  }

  #change(draft: readonly DraftStep[]) {
    this.draft = draft
  }

  #add() {
    const step = this.#step("")
    this.#change([...this.draft, step])
    this.#focus(step)
  }

  #remove(step: DraftStep) {
    const at = this.draft.indexOf(step)
    this.#change(this.draft.filter(one => one !== step))
    this.#focus(this.draft[Math.min(at, this.draft.length - 1)]!)
  }

  #move(step: DraftStep, by: -1 | 1) {
    const at = this.draft.indexOf(step)
    this.#change(this.draft.toSpliced(at, 1).toSpliced(at + by, 0, step))
    this.#focus(step)
  }

  /** What was pressed may have moved, be disabled or gone: whoever uses a keyboard goes on at the step itself. */
  #focus({ id }: DraftStep) {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#step-${id}`)?.focus())
  }
}
