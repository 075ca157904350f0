import { html, type PropertyDeclarations, type PropertyValues } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { Ageing } from "./base/ageing.ts"
import { type Alert, isOver, rankOf } from "./base/alert.ts"
import { TopicController } from "./base/controller.ts"
import { ShopElement } from "./base/element.ts"
import { ask, type RestRequest } from "./base/rest.ts"
import { serverOf } from "./base/server.ts"
import { card, theme } from "./base/theme.ts"
import { sentence } from "./base/words.ts"
import { newsOf } from "./shop-alerts.news.ts"
import { type Doing, row } from "./shop-alerts.row.ts"
import { alertsStyles } from "./shop-alerts.styles.ts"

/** Which of the newest alerts are shown. */
type Show = "all" | "open" | "past"

/** A list of some kind is picked from so many newest alerts: what a topic tells at most. */
const NEWEST = 100
const TITLES: Record<Show, string> = { all: "Alerts", open: "Open alerts", past: "Past alerts" }
const NOTHING: Record<Show, string> = {
  all: "No alerts so far.",
  open: "All is well: nothing needs attention.",
  past: "Nothing has happened yet.",
}

/**
 * The shop's alerts, live: what happened, how bad it is, the value against what was expected, and since when. Whoever
 * signed in with an admin key can acknowledge and silence. Screen readers hear of each change, once.
 *
 * @element shop-alerts
 * @attr {"all"|"open"|"past"} show - Only those not over, worst first; or only those over; default all, newest first
 * @attr {number} limit - At most so many; default 10
 * @attr {string} label - Title in place of its own
 * @fires shop-alerts-silenced - An alert was silenced here
 * @csspart card - The surface
 * @csspart title - The title
 * @csspart alert - One alert
 * @csspart note - What stands in place of alerts
 * @csspart dot - Green while live
 *
 * @example <shop-alerts show="open" token="rk_…"></shop-alerts>
 */
export class ShopAlerts extends ShopElement {
  static override properties: PropertyDeclarations = {
    show: {},
    limit: { type: Number },
    label: {},
    actions: { attribute: false },
    doing: { state: true },
  }
  static override styles = [theme, card, alertsStyles]

  declare show?: Show
  declare limit?: number
  declare label?: string
  /** Whether the reader may acknowledge and silence; default: the server is asked. */
  declare actions?: boolean
  /** What is being done about alerts, and how that went, by the alert's id. */
  declare protected doing: ReadonlyMap<string, Doing>

  readonly #topic = new TopicController<Alert[]>(
    this,
    () => `alerts?limit=${this.#show === "all" ? this.#limit : NEWEST}`,
    alerts => this.#pick(alerts).length === 0,
  )
  #asked?: string
  #before?: readonly Alert[]

  constructor() {
    super()
    new Ageing(this)
    this.doing = new Map()
  }

  protected override render() {
    const { shown, data, pending } = this.#topic
    const isReadable = shown.presence === "live" || shown.presence === "stale"
    return html`
      <section part="card" class="card ${shown.presence}" aria-label=${this.#title} aria-busy=${pending}>
        <div class="head">
          <h2 part="title" class="title">${this.#title}</h2>
          <span part="dot" class="dot"></span>
        </div>
        ${isReadable && data ? this.#list(this.#pick(data)) : this.#blank()}
        <span class="unseen" role="status" aria-live="polite"></span>
      </section>
    `
  }

  protected override updated(changed: PropertyValues<this>) {
    super.updated(changed)
    const { data } = this.#topic
    if (!data) return
    if (this.actions === undefined && data.some(alert => !isOver(alert))) void this.#learnActions()
    if (this.#before && data !== this.#before) this.#say(newsOf(this.#before, data))
    this.#before = data
  }

  get #show(): Show {
    return this.show === "open" || this.show === "past" ? this.show : "all"
  }

  get #limit(): number {
    return Math.min(NEWEST, this.limit || 10)
  }

  get #title(): string {
    return this.label ?? TITLES[this.#show]
  }

  #pick(alerts: readonly Alert[]): readonly Alert[] {
    const kind = alerts.filter(alert => this.#show === "all" || isOver(alert) === (this.#show === "past"))
    // What still needs somebody is not pushed out of sight by what is merely newer.
    const order = this.#show === "open" ? kind.sort((a, b) => rankOf(b) - rankOf(a)) : kind
    return order.slice(0, this.#limit)
  }

  #list(alerts: readonly Alert[]) {
    const options = { server: serverOf(this), locale: this.locale, now: Date.now() }
    // A list without bullets is none to some screen readers unless it says so.
    return html`<ul role="list">
      ${repeat(
        alerts,
        ({ id }) => id,
        alert =>
          row(alert, {
            ...options,
            mayAct: this.actions === true && !isOver(alert),
            doing: this.doing.get(alert.id) ?? { at: "rest" },
            become: doing => this.#become(alert, doing),
            acknowledge: () => void this.#acknowledge(alert),
            silence: (minutes, words) => void this.#silence(alert, minutes, words),
          }),
      )}
    </ul>`
  }

  #blank() {
    const { presence, message } = this.#topic.shown
    if (presence === "loading") {
      return html`<div part="note" class="note"><div class="bone"></div><div class="bone short"></div></div>`
    }
    return html`<p part="note" class="note" role=${presence === "empty" ? "none" : "alert"}>
      ${presence === "empty" ? NOTHING[this.#show] : message}
    </p>`
  }

  #acknowledge(alert: Alert) {
    return this.#act(alert, `/api/alerts/${alert.id}/acknowledge`, undefined, { at: "rest" })
  }

  #silence({ alert, subject, ...rest }: Alert, minutes: number, words: string) {
    const body = { alert, minutes, ...(subject && { subject }) }
    return this.#act({ alert, subject, ...rest }, "/api/alerts/silences", body, { at: "silenced", words })
  }

  async #act(alert: Alert, path: string, body: RestRequest["body"], done: Doing) {
    this.#become(alert, { at: "busy" })
    try {
      await ask(this, path, { method: "POST", body })
      this.#become(alert, done)
      if (done.at !== "silenced") return
      this.#say(`${alert.title} is silenced for ${done.words}`)
      this.dispatchEvent(new CustomEvent("shop-alerts-silenced", { bubbles: true, composed: true }))
    } catch (error) {
      this.#become(alert, { at: "failed", message: sentence((error as Error).message) })
    }
  }

  /** Where a part of the row that had the focus goes away, the focus stays in the row. */
  #become({ id }: Alert, doing: Doing) {
    const focused = this.renderRoot.querySelector<HTMLElement>("li:focus-within")
    this.doing = new Map(this.doing).set(id, doing)
    void this.updateComplete.then(() => {
      if (!focused || this.shadowRoot?.activeElement) return
      const next = focused.querySelector<HTMLElement>("button:not(:disabled)") ?? focused.querySelector("a")
      next?.focus()
    })
  }

  /** Only an admin key may act; once for each credential, and not before there is something to act upon. */
  async #learnActions() {
    const who = `${serverOf(this)} ${this.token}`
    if (this.#asked === who) return
    this.#asked = who
    const session = await ask<{ kind: string }>(this, "/api/session").catch(() => undefined)
    this.actions = session?.kind === "admin"
  }

  #say(words: string) {
    const status = this.renderRoot.querySelector('[role="status"]')
    if (status && words) status.textContent = words
  }
}
