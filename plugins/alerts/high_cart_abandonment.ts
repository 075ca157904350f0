import {
  belowShare,
  defineAlert,
  fields,
  number,
  percent,
  quantity,
  type Reading,
  usualShare,
  widening,
} from "../kit/index.ts"

const FOUR_WEEKS = 28 * 1_440
/** How many times longer the windows are through which a shop with few carts is watched. */
const [LONG, LONGEST] = [2, 4]

/**
 * Carts are filled and left: more than the threshold, and more than chance makes of what is usual here at this time of
 * the day. Something may be wrong at the checkout.
 */
export default defineAlert({
  name: "high_cart_abandonment",
  title: "High cart abandonment",
  description: "Most of what is put into carts is not bought.",
  severity: "warning",
  metric: "cart_abandonment_rate",
  unit: "percent",
  settings: fields({
    threshold: number({ title: "Percent of what is put into carts", default: 80, min: 0, max: 100 }),
    minutes: number({ title: "Window in minutes", default: 60, min: 5, max: 1_440 }),
    minimum: number({ title: "Least additions to carts in the window", default: 30, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    orders: { metric: "orders", minutes },
    carts: { metric: "add_to_cart", minutes },
    ordersLong: { metric: "orders", minutes: minutes * LONG },
    cartsLong: { metric: "add_to_cart", minutes: minutes * LONG },
    ordersLongest: { metric: "orders", minutes: minutes * LONGEST },
    cartsLongest: { metric: "add_to_cart", minutes: minutes * LONGEST },
    orderHours: { metric: "orders", minutes: FOUR_WEEKS, step: "1h" },
    cartHours: { metric: "add_to_cart", minutes: FOUR_WEEKS, step: "1h" },
  }),
  judge({ config: { threshold, minimum }, readings }) {
    const { orders, carts, ordersLong, cartsLong, ordersLongest, cartsLongest, orderHours, cartHours } = readings
    const bought = usualShare(orderHours.series, cartHours.series, carts.to)
    function look(window: Reading, { value: filled, elapsed }: Reading) {
      const [part, whole] = [window.value ?? 0, filled ?? 0]
      const rate = whole > 0 ? 100 * Math.max(0, 1 - part / whole) : null
      const share = { part, whole, limit: 1 - threshold / 100, usual: bought }
      const verdict = whole < minimum ? ("unknown" as const) : belowShare(share)
      return {
        ...{ verdict, value: rate, baseline: threshold, window },
        message: `${percent(rate)} of ${quantity(whole)} additions to carts in ${quantity(elapsed)} min were not bought, above ${percent(threshold)}${bought ? `; usual at this time: ${percent(100 * (1 - Math.min(1, bought.share)))}` : ""}.`,
      }
    }
    return [widening([look(orders, carts), look(ordersLong, cartsLong), look(ordersLongest, cartsLongest)])]
  },
})
