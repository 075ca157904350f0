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
} from "../kit/index.ts"

const FOUR_WEEKS = 28 * 1_440

/**
 * Revenue is far from what this hour usually brings. Both sides are measured as a factor: with a threshold of 100 %,
 * twice the usual is a warning, half of it is critical — and so is nothing sold while people look around.
 */
export default defineAlert({
  name: "revenue_anomaly",
  title: "Revenue anomaly",
  description: "Revenue is a multiple, or a fraction, of what this hour usually brings.",
  severity: "warning",
  metric: "revenue",
  unit: "money",
  settings: fields({
    threshold: number({ title: "Percent away from normal", default: 100, min: 10 }),
    minutes: number({ title: "Window in minutes", default: 30, min: 5, max: 240 }),
    minimum: number({ title: "Least orders in the hour before, or in the window", default: 10, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    ...normalOf("revenue", minutes),
    orders: { metric: "orders", minutes },
    ordersBefore: { metric: "orders", minutes: 60, ago: minutes },
    orderHours: { metric: "orders", minutes: FOUR_WEEKS, step: "1h" },
    anybody: { metric: "active_users", minutes },
  }),
  judge({ config: { threshold, minutes, minimum }, readings }) {
    const value = readings.now.value ?? 0
    const normal = expectedIn(readings)
    const orders = Math.max(readings.orders.value ?? 0, readings.ordersBefore.value ?? 0)
    if (!normal || !readings.anybody.value || orders < minimum) {
      return [{ verdict: "unknown", value, baseline: null, message: "Too few orders to compare." }]
    }
    const { expected } = normal
    const wildness = Math.max(normal.wildness, wildnessOfSales(readings.hours, readings.orderHours))
    const factor = 1 + threshold / 100
    const compare = (beyond: number) => relative({ ...normal, wildness, value, beyond, minimum: 0 })
    const rise = compare(threshold)
    const fall = compare((1 / factor - 1) * 100)
    const isFall = value < expected
    const percent = signedPercent(change(value, expected))
    return [
      {
        verdict: isFall ? fall : rise,
        severity: isFall ? "critical" : "warning",
        value,
        baseline: expected,
        message: `Revenue of ${quantity(value)} in ${minutes} min instead of ${quantity(expected)} (${percent}).`,
      },
    ]
  },
})

/** Variance of revenue over its mean: that of so many orders, of amounts that differ as much as they are large. */
function wildnessOfSales(revenue: Reading, orders: Reading): number {
  const average = orders.value ? (revenue.value ?? 0) / orders.value : 0
  return 2 * average
}
