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
const [LONG, LONGEST] = [2, 4]

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
  asks: ({ minutes }) => ({
    ...normalOf("product_views", minutes),
    long: { metric: "product_views", minutes: minutes * LONG },
    longest: { metric: "product_views", minutes: minutes * LONGEST },
  }),
  judge({ config: { threshold, minimum }, readings }) {
    function look(window: Reading) {
      const value = window.value ?? 0
      const normal = expectedIn(readings, window)
      if (!normal) {
        return { verdict: "unknown" as const, value, baseline: null, message: "There is no past to compare with yet." }
      }
      const { expected } = normal
      const percent = signedPercent(change(value, expected))
      return {
        verdict: relative({ ...normal, value, beyond: threshold, minimum }),
        value,
        baseline: expected,
        window,
        message: `${quantity(value)} product views in ${quantity(window.elapsed)} min instead of ${quantity(expected)} (${percent}).`,
      }
    }
    return [widening([look(readings.now), look(readings.long), look(readings.longest)])]
  },
})
