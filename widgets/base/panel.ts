import { html, type PropertyDeclarations, type TemplateResult } from "lit"
import { TopicController } from "./controller.ts"
import { ShopElement } from "./element.ts"
import { windowName } from "./time.ts"

/** What tells one panel from another. */
export interface PanelKind<Data> {
  title: string
  /** The window where the page names none, in minutes. */
  minutes: number
  /** @param window e.g. `minutes=60` */
  topic(window: string): string
  isEmpty(data: Data): boolean
}

/**
 * A card about a topic that is no single number: its head, and what stands below while there is nothing to show.
 *
 * @attr {number} minutes - Window: the N newest minutes
 * @attr {string} label - Title in place of its own
 * @csspart card - The surface
 * @csspart title - The title
 * @csspart note - The window, or why there is nothing
 * @csspart dot - Green while live
 */
export abstract class ShopPanel<Data> extends ShopElement {
  static override properties: PropertyDeclarations = {
    minutes: { type: Number },
    label: {},
  }

  declare minutes?: number
  declare label?: string

  protected abstract readonly kind: PanelKind<Data>

  readonly #topic = new TopicController<Data>(
    this,
    () => this.kind.topic(`minutes=${this.#minutes}`),
    data => this.kind.isEmpty(data),
  )

  protected abstract body(data: Data): TemplateResult

  protected override render() {
    const { shown, data, pending } = this.#topic
    const isReadable = shown.presence === "live" || shown.presence === "stale"
    return html`
      <section part="card" class="card ${shown.presence}" aria-label=${this.#title} aria-busy=${pending}>
        <div class="head">
          <h2 part="title" class="title">${this.#title}</h2><span part="dot" class="dot"></span>
          <span part="note" class="note">Last ${windowName(this.#minutes)}</span>
        </div>
        ${isReadable && data !== undefined ? this.body(data) : this.#blank()}
      </section>
    `
  }

  get #minutes(): number {
    return this.minutes || this.kind.minutes
  }

  get #title(): string {
    return this.label ?? this.kind.title
  }

  #blank() {
    const { presence, message } = this.#topic.shown
    if (presence === "loading")
      return html`<div class="bones">${[1, 2, 3].map(() => html`<div class="bone"></div>`)}</div>`
    if (presence === "empty") return html`<p class="words">Nothing in the last ${windowName(this.#minutes)} yet.</p>`
    return html`<p class="words message" role="status">${message}</p>`
  }
}
