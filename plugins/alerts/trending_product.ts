import { defineAlert, type Finding, fields, hoursKnown, number, quantity, relative } from "../kit/index.ts"

const DAY_MINUTES = 1_440

/** A product is looked at several times as often as in the day before. */
export default defineAlert({
  name: "trending_product",
  title: "Trending product",
  description: "A product has a multiple of its usual views.",
  severity: "info",
  metric: "product_views",
  unit: "count",
  cooldown: 120,
  settings: fields({
    threshold: number({ title: "Times its usual views", default: 3, min: 1.1 }),
    minutes: number({ title: "Window in minutes", default: 5, min: 1, max: 240 }),
    minimum: number({ title: "Least views of the product in the window", default: 20, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    now: { metric: "product_views", minutes, by: "product" },
    day: { metric: "product_views", minutes: DAY_MINUTES, step: "1h", by: "product" },
  }),
  judge({ config: { threshold, minutes, minimum }, readings: { now, day } }) {
    const hours = hoursKnown(day)
    if (hours < 1) return []
    const dayViews = new Map(day.top.map(({ key, value }) => [key, value]))
    return now.top.flatMap(({ key, value }): Finding[] => {
      // Of a product that nobody saw all day, one view is taken as its usual: everything would be a multiple of none.
      const expected = (Math.max(dayViews.get(key) ?? 0, 1) / (hours * 60)) * now.elapsed
      const verdict = relative({ value, expected, beyond: (threshold - 1) * 100, minimum })
      if (verdict === "normal" || verdict === "unknown") return []
      const message = `${quantity(value)} views in ${minutes} min, ${quantity(value / expected)} times the usual ${quantity(expected)}.`
      return [{ subject: key, verdict, value, baseline: expected, message }]
    })
  },
})
