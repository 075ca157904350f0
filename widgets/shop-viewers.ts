import { css, html, nothing, type PropertyDeclarations } from "lit"
import { TopicController } from "./base/controller.ts"
import { ShopElement } from "./base/element.ts"
import { formatValue } from "./base/format.ts"
import { theme } from "./base/theme.ts"

/**
 * How many people are in the shop right now, in a sentence for shoppers. Shows nothing at all where there is no live
 * number: a storefront is no place for error messages.
 *
 * @element shop-viewers
 * @attr {number} min - Fewer than this are not mentioned; default 1
 * @attr {string} label - The sentence, with `{count}`; default `{count} people are shopping now`
 * @attr {string} label-one - The sentence for one person
 * @csspart text - The sentence
 *
 * @example <shop-viewers min="5" label="{count} Menschen stöbern gerade" token="wt_…"></shop-viewers>
 */
export class ShopViewers extends ShopElement {
  static override properties: PropertyDeclarations = {
    min: { type: Number },
    label: {},
    labelOne: { attribute: "label-one" },
  }
  static override styles = [
    theme,
    css`
      :host(:not([hidden])) {
        display: inline-block;
      }
      [part] {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }
      .dot {
        flex: none;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--_good);
      }
    `,
  ]

  declare min?: number
  declare label?: string
  declare labelOne?: string

  readonly #topic = new TopicController(this, () => "active_users")

  protected override render() {
    const { shown, data } = this.#topic
    const count = data?.value ?? 0
    if (shown.presence !== "live" || count < (this.min ?? 1)) return nothing
    const one = this.labelOne ?? (this.label === undefined ? "{count} person is shopping now" : this.label)
    const many = this.label ?? "{count} people are shopping now"
    const words = (count === 1 ? one : many).replace(
      "{count}",
      formatValue(count, { unit: "count", locale: this.locale }),
    )
    return html`<span part="text"><span class="dot" aria-hidden="true"></span>${words}</span>`
  }
}
