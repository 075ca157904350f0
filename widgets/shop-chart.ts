import { html, nothing, type PropertyDeclarations } from "lit"
import { guard } from "lit/directives/guard.js"
import { TopicController } from "./base/controller.ts"
import { ShopElement } from "./base/element.ts"
import { formatAge, formatValue, type Style } from "./base/format.ts"
import type { Reading } from "./base/reading.ts"
import { SizeController } from "./base/size.ts"
import { card, theme } from "./base/theme.ts"
import { formatPoint, formatTick } from "./base/time.ts"
import { stepLength } from "./base/topic.ts"
import { humanize } from "./base/words.ts"
import { type Annotation, type Noted, notedAt, notedIn } from "./chart/annotations.ts"
import { type Layout, layout } from "./chart/layout.ts"
import { nearest } from "./chart/nearest.ts"
import { hasShape, type Point, type Series, toSeries } from "./chart/points.ts"
import { type ChartWindow, chartWindow } from "./chart/window.ts"
import { axes, figure, flags, marker, shade } from "./shop-chart.drawing.ts"
import { chartStyles } from "./shop-chart.styles.ts"

/** Narrower than this, the total is written short: `$45.2K`. */
const NARROW = 340

/**
 * One metric over time, live. Points are read by hovering, or with the arrow keys once the chart has the focus; screen
 * readers also find a table. The bucket still filling is drawn lighter.
 *
 * @element shop-chart
 * @attr {string} metric - Name of a metric, e.g. `revenue`
 * @attr {number} minutes - Window: the N newest minutes; default 60
 * @attr {string} from - In place of `minutes`: start of a fixed window, ISO 8601
 * @attr {string} to - Its end; default now
 * @attr {string} mark - A span to point out, `from/to` as ISO 8601 has it
 * @attr {boolean} annotations - Show what people wrote on the time line; takes a read or admin key, or the dashboard
 * @attr {string} step - Length of a bucket, `1m`, `1h` or `1d`; default by the window
 * @attr {"line"|"bar"} type - Default `line`
 * @attr {string} label - Title in place of the metric's own
 * @csspart card - The surface
 * @csspart title - The metric's title
 * @csspart total - The window's value
 * @csspart note - Step and window, or why there is no chart
 * @csspart dot - Green while live
 * @csspart plot - The drawing
 * @csspart tooltip - The box beside the chosen point
 * @cssproperty --shop-accent - Colour of line and bars
 * @cssproperty --shop-chart-height - Height of the drawing, default 220px
 *
 * @example <shop-chart metric="orders" minutes="60" step="1m" type="bar" token="wt_…"></shop-chart>
 */
export class ShopChart extends ShopElement {
  static override properties: PropertyDeclarations = {
    metric: {},
    minutes: { type: Number },
    from: {},
    to: {},
    mark: {},
    annotations: { type: Boolean },
    step: {},
    type: {},
    label: {},
    chosen: { state: true },
  }
  static override styles = [theme, card, chartStyles]

  declare metric?: string
  declare minutes?: number
  declare from?: string
  declare to?: string
  declare mark?: string
  declare annotations?: boolean
  declare step?: string
  declare type?: "line" | "bar"
  declare label?: string
  /** Start of the bucket whose tooltip shows, epoch ms: a time, because the window moves on under the pointer. */
  declare protected chosen?: number

  readonly #topic = new TopicController(this, () => this.#window.topic)
  readonly #annotations = new TopicController<Annotation[]>(
    this,
    () => (this.annotations ? this.#window.annotations : undefined),
    annotations => annotations.length === 0,
  )
  readonly #size: SizeController = new SizeController(this, () => this.renderRoot.querySelector(".plot"))
  #layout?: Layout

  protected override render() {
    const { shown, data, pending } = this.#topic
    const isReadable = shown.presence !== "error" && shown.presence !== "refused"
    return html`
      <figure part="card" class="card ${shown.presence}" aria-label=${this.#title} aria-busy=${pending}>
        <figcaption class="head">
          <div>
            <div class="titles">
              <span part="title" class="title">${this.#title}</span><span part="dot" class="dot"></span>
            </div>
            <div part="note" class="note">${this.#note()}</div>
          </div>
          <div part="total" class="total">
            ${shown.presence === "loading" ? html`<div class="bone"></div>` : formatValue(isReadable ? data?.value : null, { ...this.#style, compact: this.#size.width < NARROW })}
          </div>
        </figcaption>
        <div part="plot" class="plot">${isReadable && data ? this.#plot(data) : this.#blank()}</div>
      </figure>
    `
  }

  get #window(): ChartWindow {
    return chartWindow(this, this.locale)
  }

  get #title(): string {
    return this.label ?? this.#topic.data?.title ?? humanize(this.metric ?? "")
  }

  get #style(): Style {
    const { unit = "count", currency } = this.#topic.data ?? {}
    return { unit, currency, locale: this.locale }
  }

  #note(): string {
    const { shown, data } = this.#topic
    if (shown.presence === "stale" && data)
      return `Updated ${formatAge(Date.now() - Date.parse(data.as_of), this.locale)}`
    const { step, words } = this.#window
    const per = { m: "minute", h: "hour", d: "day" }[step.at(-1) as "m"]
    return `Per ${step.startsWith("1") && step.length === 2 ? per : step}, ${words}`
  }

  #blank() {
    const { message } = this.#topic.shown
    return message ? html`<p class="words message" role="status">${message}</p>` : html`<div class="bone sheet"></div>`
  }

  #plot(data: Reading) {
    const series = toSeries(data.series, data.as_of, stepLength(this.#window.step))
    if (!hasShape(series)) {
      return html`<p class="words">${this.from ? "Nothing in this time." : `Nothing in the ${this.#window.words} yet.`}</p>`
    }
    const { width, height } = this.#size
    if (width === 0) return nothing
    const shape = layout(series, {
      width,
      height,
      type: this.type === "bar" ? "bar" : "line",
      isPercent: data.unit === "percent",
      valueLabel: value => formatValue(value, { ...this.#style, compact: true }),
      timeLabel: time => formatTick(time, this.locale),
    })
    this.#layout = shape
    const index = this.chosen === undefined ? -1 : nearest(series.points, this.chosen)
    const point = series.points[index]
    const noted = notedIn(series, this.#annotations.data ?? [])
    return html`
      <svg width=${width} height=${height} role="img" aria-label=${this.#summary(data, series)}>
        ${axes(shape)} ${shade(shape, series, this.mark)} ${flags(shape, noted)} ${figure(shape)}
        ${point && marker(shape, point)}
      </svg>
      ${point && this.#tooltip(shape, series, point, noted)} ${this.#reader(series, index, noted)}
      ${this.#table(data, series)}
    `
  }

  #tooltip({ middle, frame }: Layout, series: Series, point: Point, noted: readonly Noted[]) {
    const x = middle(point.t)
    const isLeft = x > frame.left + frame.width / 2
    const shift = isLeft ? "calc(-100% - 12px)" : "12px"
    // Set as a property, not as an attribute, which a strict content security policy would refuse.
    return html`<div part="tooltip" class="tooltip" .style=${`transform: translate(calc(${x}px + ${shift}), ${frame.top}px)`}>
      <span>${this.#when(series, point)}</span>
      <strong>${formatValue(point.value, this.#style)}</strong>
      ${notedAt(noted, point.t, series.step).map(({ text }) => html`<span class="text">${text}</span>`)}
    </div>`
  }

  /** The surface that pointer and keys act on. A slider is what assistive technology knows how to step through. */
  #reader(series: Series, index: number, noted: readonly Noted[]) {
    const { points } = series
    const point = points[index] ?? points.at(-1)
    const written = point ? notedAt(noted, point.t, series.step).map(({ text }) => `, ${text}`) : []
    return html`<div
      class="reader"
      role="slider"
      tabindex="0"
      aria-label="${this.#title}: points"
      aria-valuemin="1"
      aria-valuemax=${points.length}
      aria-valuenow=${(index < 0 ? points.length - 1 : index) + 1}
      aria-valuetext=${point ? [this.#when(series, point), ", ", formatValue(point.value, this.#style), ...written].join("") : nothing}
      @pointermove=${(event: PointerEvent) => this.#point(event, series)}
      @pointerdown=${(event: PointerEvent) => this.#point(event, series)}
      @pointerleave=${() => this.#choose(undefined)}
      @focus=${(event: FocusEvent) => (event.target as Element).matches(":focus-visible") && this.#choose(points.at(-1)?.t)}
      @blur=${() => this.#choose(undefined)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, points)}
    ></div>`
  }

  /** Points whose time is over, written anew when there is one more: nobody reads a table that changes under them. */
  #table(data: Reading, series: Series) {
    const settled = series.running ? series.points.slice(0, -1) : series.points
    const subject = [data.metric, data.currency, this.locale, settled.length, settled.at(-1)?.t]
    return guard(
      subject,
      () => html`<table class="unseen">
        <caption>${this.#title}, ${this.#note()}</caption>
        <tr><th scope="col">Time</th><th scope="col">${this.#title}</th></tr>
        ${settled.map(
          point =>
            html`<tr><th scope="row">${this.#when(series, point)}</th><td>${formatValue(point.value, this.#style)}</td></tr>`,
        )}
      </table>`,
    )
  }

  #summary(data: Reading, series: Series): string {
    const known = series.points.filter((point): point is { t: number; value: number } => point.value !== null)
    const highest = known.reduce((best, point) => (point.value > best.value ? point : best))
    return (
      `${this.#title}, ${this.#note().toLowerCase()}: ${formatValue(data.value, this.#style)} in all, ` +
      `at most ${formatValue(highest.value, this.#style)} at ${this.#when(series, highest)}`
    )
  }

  #when({ step, running, points }: Series, { t }: Point): string {
    const name = formatPoint(t, step, this.locale)
    return running && t === points.at(-1)?.t ? `${name}, so far` : name
  }

  #choose(time: number | undefined) {
    this.chosen = time
  }

  #point(event: PointerEvent, { points }: Series) {
    const first = points[0]
    const last = points.at(-1)
    if (!this.#layout || !first || !last) return
    const x = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left
    const [start, end] = [this.#layout.middle(first.t), this.#layout.middle(last.t)]
    const time = first.t + ((x - start) / (end - start || 1)) * (last.t - first.t)
    this.#choose(points[nearest(points, time)]?.t)
  }

  #key(event: KeyboardEvent, points: readonly Point[]) {
    if (event.key === "Escape") return this.#choose(undefined)
    const last = points.length - 1
    const index = this.chosen === undefined ? last : nearest(points, this.chosen)
    const target = {
      ArrowLeft: index - 1,
      ArrowDown: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index + 1,
      Home: 0,
      End: last,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    this.#choose(points[Math.min(last, Math.max(0, target))]?.t)
  }
}
