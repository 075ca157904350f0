import { html, nothing, type PropertyDeclarations } from "lit"
import { formatValue } from "./base/format.ts"
import { panelStyles } from "./base/panel.styles.ts"
import { type PanelKind, ShopPanel } from "./base/panel.ts"
import { card, theme } from "./base/theme.ts"
import { ranking } from "./chart/ranking.ts"

interface Product {
  product_id: string
  /** null: events do not say. */
  name: string | null
  views: number
  views_per_minute: number
  /** Of what is usual for it; null where too little is known. */
  multiple: number | null
}

/** From this multiple on a product is said to trend. */
const NOTABLE = 1.5

/**
 * The products looked at most right now, and how many times as often as usual.
 *
 * @element shop-trending
 * @attr {number} minutes - Window: the N newest minutes; default 5
 * @attr {number} limit - At most so many; default 6
 * @csspart rank - One product
 * @cssproperty --shop-accent - Colour of the bars
 *
 * @example <shop-trending limit="5" token="wt_…"></shop-trending>
 */
export class ShopTrending extends ShopPanel<Product[]> {
  static override properties: PropertyDeclarations = { limit: { type: Number } }
  static override styles = [theme, card, panelStyles]

  declare limit?: number

  protected readonly kind: PanelKind<Product[]> = {
    title: "Trending products",
    minutes: 5,
    topic: window => `products/trending?${window}&limit=${this.limit || 6}`,
    isEmpty: products => products.length === 0,
  }

  protected body(products: Product[]) {
    const { locale } = this
    const most = Math.max(...products.map(({ views }) => views))
    const write = (value: number) => formatValue(value, { unit: "count", locale, compact: true })
    return ranking(
      products.map(({ product_id, name, views, multiple }) => ({
        key: product_id,
        name: name ?? product_id,
        amount: write(views),
        beside: html`${views === 1 ? "view" : "views"}${
          multiple !== null && multiple >= NOTABLE
            ? html`<span class="times" title="As often as usual">${`${write(Math.round(multiple * 10) / 10)}×`}</span>`
            : nothing
        }`,
        share: views / most,
      })),
    )
  }
}
