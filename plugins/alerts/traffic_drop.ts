import {
  change,
  defineAlert,
  expectedIn,
  fields,
  normalOf,
  number,
  quantity,
  type Reading,
  relative,
  signedPercent,
  widening,
} from "../kit/index.ts"

/** How many times longer the windows are through which a shop with few visitors is watched. */
const [LONG, LONGEST] = [3, 6]

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
    long: { metric: "product_views", minutes: minutes * LONG },
    longest: { metric: "product_views", minutes: minutes * LONGEST },
    anybody: { metric: "active_users", minutes },
  }),
  judge({ config: { threshold, minimum }, readings }) {
    function look(window: Reading) {
      const value = window.value ?? 0
      const normal = expectedIn(readings, window)
      if (!normal || !readings.anybody.value) {
        const message = "No events, or no past to compare with."
        return { verdict: "unknown" as const, value, baseline: null, message }
      }
      const { expected } = normal
      const percent = signedPercent(change(value, expected))
      return {
        verdict: relative({ ...normal, value, beyond: -threshold, minimum }),
        value,
        baseline: expected,
        window,
        message: `${quantity(value)} product views in ${quantity(window.elapsed)} min instead of ${quantity(expected)} (${percent}).`,
      }
    }
    return [widening([look(readings.now), look(readings.long), look(readings.longest)])]
  },
})
