import { html, nothing, type PropertyDeclarations, type PropertyValues, svg } from "lit"
import { Announcer } from "./base/announcer.ts"
import { TopicController } from "./base/controller.ts"
import { ShopElement } from "./base/element.ts"
import { formatAge, formatChange, formatValue, type Style } from "./base/format.ts"
import type { Reading } from "./base/reading.ts"
import { SizeController } from "./base/size.ts"
import { card, theme } from "./base/theme.ts"
import { formatClock, windowName } from "./base/time.ts"
import { defaultMinutes, stepFor, stepLength, topicOf } from "./base/topic.ts"
import { Tween } from "./base/tween.ts"
import { humanize, isGood } from "./base/words.ts"
import { toSeries } from "./chart/points.ts"
import { spark } from "./chart/spark.ts"
import { kpiStyles } from "./shop-kpi.styles.ts"

/** Narrower than this (px), numbers of more than `ROOMY` characters are written short: `$45.2K`. */
const NARROW = 190
const ROOMY = 8
const SPARK = { width: 100, height: 32 }

/**
 * One number of the shop, live: its value, its change and its course.
 *
 * @element shop-kpi
 * @attr {string} metric - Name of a metric, e.g. `revenue`
 * @attr {number} minutes - Window: the N newest minutes; default 60, for `active_users` 5
 * @attr {boolean} compare - Also show the change against the equal length just before
 * @attr {"higher"|"lower"} better - Which way is good; default by the metric's name
 * @attr {string} label - Title in place of the metric's own
 * @csspart card - The surface
 * @csspart title - The metric's title
 * @csspart value - The big number
 * @csspart change - The change against the period before
 * @csspart note - Window, age or message below the number
 * @csspart dot - Green while live
 * @csspart sparkline - The small line
 * @cssproperty --shop-accent - Colour of the line
 *
 * @example <shop-kpi metric="revenue" minutes="60" compare token="wt_…"></shop-kpi>
 */
export class ShopKpi extends ShopElement {
  static override properties: PropertyDeclarations = {
    metric: {},
    minutes: { type: Number },
    compare: { type: Boolean },
    better: {},
    label: {},
  }
  static override styles = [theme, card, kpiStyles]

  declare metric?: string
  declare minutes?: number
  declare compare?: boolean
  declare better?: "higher" | "lower"
  declare label?: string

  readonly #topic = new TopicController(this, () => this.#question())
  readonly #size = new SizeController(this, () => this.renderRoot.querySelector(".card"))
  readonly #tween = new Tween(value => this.#paint(value))
  readonly #announcer = new Announcer(sentence => this.#say(sentence))
  #tweened?: string

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#tween.stop()
    this.#announcer.stop()
  }

  protected override render() {
    const { shown, data, pending } = this.#topic
    const hasNumber = data !== undefined && shown.presence !== "error" && shown.presence !== "refused"
    return html`
      <div part="card" class="card ${shown.presence}" role="group" aria-label=${this.#title} aria-busy=${pending}>
        <div class="head">
          <div part="title" class="title">${this.#title}</div>
          <span part="dot" class="dot" title=${this.#dotTitle(data)}></span>
        </div>
        <div part="value" class="value" aria-hidden="true" title=${hasNumber ? this.#asOf(data) : nothing}>
          ${shown.presence === "loading" ? html`<div class="bone"></div>` : html`<span class="number"></span>`}
        </div>
        <p part="note" class="note">${this.#note()}</p>
        ${this.#sparkline(hasNumber ? data : undefined)}
        <span class="unseen" role="status" aria-live="polite"></span>
      </div>
    `
  }

  protected override updated(changed: PropertyValues<this>) {
    super.updated(changed)
    const { shown, data } = this.#topic
    const hasNumber =
      data && typeof data.value === "number" && shown.presence !== "error" && shown.presence !== "refused"
    // A number of another metric or currency is no change of this one.
    const subject = hasNumber ? `${data.metric} ${data.currency}` : undefined
    if (subject !== this.#tweened) this.#tween.reset()
    this.#tweened = subject
    if (hasNumber) {
      this.#tween.to(data.value as number)
      this.#tween.repaint()
    } else {
      this.#write(formatValue(null, { unit: "count" }))
    }
    if (shown.presence !== "loading") this.#announcer.announce(this.#sentence())
  }

  #question(): string | undefined {
    if (!this.metric) return undefined
    const minutes = this.#minutes
    return topicOf({ metric: this.metric, minutes, step: stepFor(minutes), compare: this.compare })
  }

  get #minutes(): number {
    return this.minutes || defaultMinutes(this.metric ?? "")
  }

  get #title(): string {
    return this.label ?? this.#topic.data?.title ?? humanize(this.metric ?? "")
  }

  get #isNarrow(): boolean {
    return this.#size.width > 0 && this.#size.width < NARROW
  }

  get #style(): Style {
    const { unit = "count", currency } = this.#topic.data ?? {}
    return { unit, currency, locale: this.locale }
  }

  #note() {
    const { shown, data } = this.#topic
    if (shown.presence === "loading") return html`<span class="bone"></span>`
    if (shown.presence === "error" || shown.presence === "refused")
      return html`<span class="message">${shown.message}</span>`
    if (shown.presence === "stale" && data)
      return `Updated ${formatAge(Date.now() - Date.parse(data.as_of), this.locale)}`
    const window = windowName(this.#minutes)
    if (typeof data?.change !== "number") return `Last ${window}`
    const versus = `vs previous ${window}`
    return html`${this.#change(data.change, versus)}${this.#isNarrow ? nothing : html`<span class="versus">${versus}</span>`}`
  }

  #change(change: number, versus: string) {
    const good = isGood(change, this.metric ?? "", this.better)
    const tone = good === undefined ? "" : good ? "good" : "bad"
    const arrow = change > 0 ? "M1 8 5 2l4 6z" : "M1 2l4 6 4-6z"
    return html`<span part="change" class="change ${tone}" title=${versus}>
      ${change === 0 ? nothing : svg`<svg viewBox="0 0 10 10" aria-hidden="true"><path d=${arrow} /></svg>`}
      ${formatChange(change, this.locale)}
    </span>`
  }

  #sparkline(data: Reading | undefined) {
    const step = stepLength(stepFor(this.#minutes))
    const { points, running } = toSeries(data?.series, data?.as_of ?? "", step)
    // The running minute is always too low: at the end of so small a line it would look like a fall.
    const shape = spark(running ? points.slice(0, -1) : points, SPARK.width, SPARK.height)
    return html`<div class="spark">
      ${
        shape &&
        html`<svg part="sparkline" viewBox="0 0 ${SPARK.width} ${SPARK.height}" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<path class="area" d=${shape.area} /><path class="line" d=${shape.line} />`}
        </svg>`
      }
    </div>`
  }

  #dotTitle(data: Reading | undefined): string {
    const { state } = this.#topic.status
    return data ? `${humanize(state)} · ${this.#asOf(data)}` : humanize(state)
  }

  #asOf({ as_of }: Reading): string {
    return `As of ${formatClock(Date.parse(as_of), this.locale)}`
  }

  #paint(value: number) {
    const full = formatValue(value, this.#style)
    const isTooLong = this.#isNarrow && full.length > ROOMY
    this.#write(isTooLong ? formatValue(value, { ...this.#style, compact: true }) : full)
  }

  #write(text: string) {
    const number = this.renderRoot.querySelector(".number")
    if (number && number.textContent !== text) number.textContent = text
  }

  #sentence(): string {
    const { shown, data } = this.#topic
    if (shown.message) return `${this.#title}: ${shown.message}`
    const change = this.compare && typeof data?.change === "number" ? `, ${formatChange(data.change, this.locale)}` : ""
    return `${this.#title}: ${formatValue(data?.value, this.#style)}${change}`
  }

  #say(sentence: string) {
    const status = this.renderRoot.querySelector('[role="status"]')
    if (status) status.textContent = sentence
  }
}
