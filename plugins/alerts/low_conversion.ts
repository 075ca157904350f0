import { defineAlert, fields, isBeyondChance, number, percent, quantity, threshold } from "../kit/index.ts"

/** People look, but few buy. */
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
    rate: { metric: "conversion_rate", minutes },
    views: { metric: "product_views", minutes },
  }),
  judge({ config, readings: { rate, views } }) {
    const isEnough = (views.value ?? 0) >= config.minimum
    const verdict = threshold(rate.value, { below: config.threshold })
    const orders = (views.value ?? 0) * ((rate.value ?? 0) / 100)
    const isCertain = isBeyondChance(orders, (views.value ?? 0) * (config.threshold / 100))
    return [
      {
        verdict: !isEnough ? "unknown" : verdict === "breach" && !isCertain ? "between" : verdict,
        value: rate.value,
        baseline: config.threshold,
        message: `Conversion is ${percent(rate.value)} of ${quantity(views.value ?? 0)} views in ${config.minutes} min, below ${percent(config.threshold)}.`,
      },
    ]
  },
})
