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

/** Many fewer product views than this hour usually brings. None at all is for `no_data`. */
export default defineAlert({
  name: "traffic_drop",
  title: "Traffic drop",
  description: "Product views fall far below what this hour usually brings.",
  severity: "critical",
  metric: "product_views",
  unit: "count",
  settings: fields({
    threshold: number({ title: "Percent below normal", default: 30, min: 1, max: 100 }),
    minutes: number({ title: "Window in minutes", default: 10, min: 1, max: 240 }),
    minimum: number({ title: "Least views to be expected in the window", default: 50, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    ...normalOf("product_views", minutes),
    anybody: { metric: "active_users", minutes },
  }),
  judge({ config: { threshold, minutes, minimum }, readings }) {
    const value = readings.now.value ?? 0
    const normal = expectedIn(readings)
    if (!normal || !readings.anybody.value) {
      return [{ verdict: "unknown", value, baseline: null, message: "No events, or no past to compare with." }]
    }
    const { expected, wildness } = normal
    const percent = signedPercent(change(value, expected))
    return [
      {
        verdict: relative({ value, expected, beyond: -threshold, minimum, wildness }),
        value,
        baseline: expected,
        message: `${quantity(value)} product views in ${minutes} min instead of ${quantity(expected)} (${percent}).`,
      },
    ]
  },
})
