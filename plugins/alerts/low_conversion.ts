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
/** How many times longer the windows are through which a shop with few visitors is watched. */
const [LONG, LONGEST] = [2, 4]

/**
 * People look, but few buy: fewer than the threshold, and fewer than chance makes of what is usual here at this time of
 * the day. A shop that always lies below the threshold is told so; it may want another one.
 */
export default defineAlert({
  name: "low_conversion",
  title: "Low conversion",
  description: "Few orders for the product views there are.",
  severity: "warning",
  metric: "conversion_rate",
  unit: "percent",
  settings: fields({
    threshold: number({ title: "Percent of product views", default: 3, min: 0, max: 100 }),
    minutes: number({ title: "Window in minutes", default: 60, min: 5, max: 1_440 }),
    minimum: number({ title: "Least product views in the window", default: 200, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    orders: { metric: "orders", minutes },
    views: { metric: "product_views", minutes },
    ordersLong: { metric: "orders", minutes: minutes * LONG },
    viewsLong: { metric: "product_views", minutes: minutes * LONG },
    ordersLongest: { metric: "orders", minutes: minutes * LONGEST },
    viewsLongest: { metric: "product_views", minutes: minutes * LONGEST },
    orderHours: { metric: "orders", minutes: FOUR_WEEKS, step: "1h" },
    viewHours: { metric: "product_views", minutes: FOUR_WEEKS, step: "1h" },
  }),
  judge({ config: { threshold, minimum }, readings }) {
    const { orders, views, ordersLong, viewsLong, ordersLongest, viewsLongest, orderHours, viewHours } = readings
    const usual = usualShare(orderHours.series, viewHours.series, views.to)
    function look(window: Reading, { value: seen, elapsed }: Reading) {
      const [part, whole] = [window.value ?? 0, seen ?? 0]
      const rate = whole > 0 ? (100 * part) / whole : null
      const verdict =
        whole < minimum ? ("unknown" as const) : belowShare({ part, whole, limit: threshold / 100, usual })
      return {
        ...{ verdict, value: rate, baseline: threshold, window },
        message: `Conversion is ${percent(rate)} of ${quantity(whole)} views in ${quantity(elapsed)} min, below ${percent(threshold)}${usual ? `; usual at this time: ${percent(100 * usual.share)}` : ""}.`,
      }
    }
    return [widening([look(orders, views), look(ordersLong, viewsLong), look(ordersLongest, viewsLongest)])]
  },
})
