import { formatValue } from "./base/format.ts"
import { panelStyles } from "./base/panel.styles.ts"
import { type PanelKind, ShopPanel } from "./base/panel.ts"
import { card, theme } from "./base/theme.ts"
import { ranking } from "./chart/ranking.ts"

type Step = "view" | "cart" | "checkout" | "purchase"

interface Funnel {
  steps: { step: Step; sessions: number; percent: number | null }[]
}

const NAMES: Record<Step, string> = {
  view: "Looked at a product",
  cart: "Filled a cart",
  checkout: "Went to the checkout",
  purchase: "Bought",
}

/**
 * From looking to buying: how many sessions came to each step, and what part of the first that is.
 *
 * @element shop-funnel
 * @attr {number} minutes - Window: the N newest minutes; default 60
 * @csspart rank - One step
 * @cssproperty --shop-accent - Colour of the bars
 *
 * @example <shop-funnel minutes="60" token="wt_…"></shop-funnel>
 */
export class ShopFunnel extends ShopPanel<Funnel> {
  static override styles = [theme, card, panelStyles]

  protected readonly kind: PanelKind<Funnel> = {
    title: "From looking to buying",
    minutes: 60,
    topic: window => `funnel?${window}`,
    isEmpty: ({ steps }) => steps.every(({ sessions }) => sessions === 0),
  }

  protected body({ steps }: Funnel) {
    const { locale } = this
    return ranking(
      steps.map(({ step, sessions, percent }) => ({
        key: step,
        name: NAMES[step],
        amount: formatValue(percent, { unit: "percent", locale }),
        beside: `${formatValue(sessions, { unit: "count", locale })} sessions`,
        share: (percent ?? 0) / 100,
      })),
    )
  }
}
