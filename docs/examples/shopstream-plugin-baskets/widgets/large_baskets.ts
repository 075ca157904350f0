import {
  css,
  define,
  formatValue,
  html,
  nothing,
  ShopElement,
  TopicController,
  theme,
  topicOf,
} from "@shopstream/widgets"

/**
 * How many of the last hour's orders are large, in a sentence. Shows nothing while there is no number.
 *
 * @element shop-large-baskets
 * @csspart text - The sentence
 * @csspart value - The number of large baskets in it
 *
 * @example <shop-large-baskets token="wt_…"></shop-large-baskets>
 */
class ShopLargeBaskets extends ShopElement {
  static override styles = [
    theme,
    css`
      [part="value"] {
        font-size: 20px;
        color: var(--_accent);
      }
    `,
  ]

  readonly #large = new TopicController(this, () => topicOf({ metric: "large_baskets", minutes: 60 }))
  readonly #all = new TopicController(this, () => topicOf({ metric: "orders", minutes: 60 }))

  protected override render() {
    const [large, all] = [this.#large.data?.value, this.#all.data?.value]
    if (large == null || all == null) return nothing
    const written = (count: number) => formatValue(count, { unit: "count", locale: this.locale })
    return html`<span part="text"><b part="value">${written(large)}</b> of ${written(all)} orders are large</span>`
  }
}

define("shop-large-baskets", ShopLargeBaskets)
