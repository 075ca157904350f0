import { defineAlert, fields, isBeyondChance, number, percent, quantity, threshold } from "../kit/index.ts"

/** Carts are filled and left: something may be wrong at the checkout. */
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
    rate: { metric: "cart_abandonment_rate", minutes },
    carts: { metric: "add_to_cart", minutes },
  }),
  judge({ config, readings: { rate, carts } }) {
    const isEnough = (carts.value ?? 0) >= config.minimum
    const verdict = threshold(rate.value, { above: config.threshold })
    const bought = (carts.value ?? 0) * (1 - (rate.value ?? 0) / 100)
    const isCertain = isBeyondChance(bought, (carts.value ?? 0) * (1 - config.threshold / 100))
    return [
      {
        verdict: !isEnough ? "unknown" : verdict === "breach" && !isCertain ? "between" : verdict,
        value: rate.value,
        baseline: config.threshold,
        message: `${percent(rate.value)} of ${quantity(carts.value ?? 0)} additions to carts in ${config.minutes} min were not bought, above ${percent(config.threshold)}.`,
      },
    ]
  },
})
