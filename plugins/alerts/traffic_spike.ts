import {
  change,
  defineAlert,
  expectedIn,
  fields,
  normalOf,
  number,
  quantity,
  relative,
  signedPercent,
} from "../kit/index.ts"

/** Many more product views than this hour usually brings: a campaign that works, or robots. */
export default defineAlert({
  name: "traffic_spike",
  title: "Traffic spike",
  description: "Product views rise far above what this hour usually brings.",
  severity: "warning",
  metric: "product_views",
  unit: "count",
  settings: fields({
    threshold: number({ title: "Percent above normal", default: 50, min: 1 }),
    minutes: number({ title: "Window in minutes", default: 5, min: 1, max: 240 }),
    minimum: number({ title: "Least views in the window", default: 50, min: 1 }),
  }),
  asks: ({ minutes }) => normalOf("product_views", minutes),
  judge({ config: { threshold, minutes, minimum }, readings }) {
    const value = readings.now.value ?? 0
    const normal = expectedIn(readings)
    if (!normal)
      return [{ verdict: "unknown", value, baseline: null, message: "There is no past to compare with yet." }]
    const { expected, wildness } = normal
    const percent = signedPercent(change(value, expected))
    return [
      {
        verdict: relative({ value, expected, beyond: threshold, minimum, wildness }),
        value,
        baseline: expected,
        message: `${quantity(value)} product views in ${minutes} min instead of ${quantity(expected)} (${percent}).`,
      },
    ]
  },
})
