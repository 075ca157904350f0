import type { PropertyDeclarations } from "lit"
import { formatValue } from "./base/format.ts"
import { panelStyles } from "./base/panel.styles.ts"
import { type PanelKind, ShopPanel } from "./base/panel.ts"
import { card, theme } from "./base/theme.ts"
import { ranking } from "./chart/ranking.ts"

interface Sold {
  country: string
  revenue: number
  orders: number
}

interface Geographic {
  countries: Sold[]
  cities: (Sold & { city: string })[]
  currency: string
}

/**
 * Where orders come from: revenue and orders by country or by city, greatest first.
 *
 * @element shop-geo
 * @attr {number} minutes - Window: the N newest minutes; default 60
 * @attr {"country"|"city"} by - Default country
 * @attr {number} limit - At most so many; default 6
 * @csspart rank - One country or city
 * @cssproperty --shop-accent - Colour of the bars
 *
 * @example <shop-geo by="city" minutes="1440" token="wt_…"></shop-geo>
 */
export class ShopGeo extends ShopPanel<Geographic> {
  static override properties: PropertyDeclarations = { by: {}, limit: { type: Number } }
  static override styles = [theme, card, panelStyles]

  declare by?: "country" | "city"
  declare limit?: number

  protected readonly kind: PanelKind<Geographic> = {
    title: "Where orders come from",
    minutes: 60,
    topic: window => `geographic?${window}&limit=${this.limit || 6}`,
    isEmpty: data => this.#places(data).length === 0,
  }

  protected body(data: Geographic) {
    const { locale } = this
    const { currency } = data
    const places = this.#places(data)
    const most = Math.max(...places.map(({ revenue }) => revenue))
    return ranking(
      places.map(({ name, revenue, orders }) => ({
        key: name,
        name,
        amount: formatValue(revenue, { unit: "money", currency, locale }),
        beside: `${formatValue(orders, { unit: "count", locale })} ${orders === 1 ? "order" : "orders"}`,
        share: most > 0 ? revenue / most : 0,
      })),
    )
  }

  #places({ countries, cities }: Geographic) {
    if (this.by === "city") {
      return cities.map(({ city, country, ...sold }) => ({ name: `${city}, ${this.#nameOf(country)}`, ...sold }))
    }
    return countries.map(({ country, ...sold }) => ({ name: this.#nameOf(country), ...sold }))
  }

  /** A country in the reader's language where the shop sends its code; else as the shop calls it. */
  #nameOf(country: string): string {
    if (!/^[A-Z]{2}$/.test(country)) return country
    return new Intl.DisplayNames(this.locale, { type: "region" }).of(country) ?? country
  }
}
