import { defineAlert, expectedIn, fields, normalOf, number, quantity } from "../kit/index.ts"

const BUNCHES = 8

/** Not one event arrives where there should be many: the tag, the network or the pipeline is down. No sales are not this. */
export default defineAlert({
  name: "no_data",
  title: "No data",
  description: "Events have stopped arriving: the shop's tag, the network or the pipeline is down.",
  severity: "critical",
  metric: "active_users",
  unit: "count",
  cooldown: 5,
  settings: fields({
    minutes: number({ title: "Minutes without any event", default: 5, min: 2, max: 240 }),
    minimum: number({ title: "Least product views to be expected in them", default: 10, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    ...normalOf("product_views", minutes),
    anybody: { metric: "active_users", minutes },
  }),
  judge({ config: { minutes, minimum }, readings }) {
    const value = readings.anybody.value ?? 0
    const normal = expectedIn(readings)
    const expected = normal?.expected ?? null
    // Visitors come in bunches, so a pause is nothing yet: none at all must be all but impossible.
    const isExpected = normal !== undefined && normal.expected >= Math.max(minimum, BUNCHES * normal.wildness)
    return [
      {
        verdict: value > 0 ? "normal" : isExpected ? "breach" : "unknown",
        value,
        baseline: expected,
        message: `No event for ${minutes} min, where ${quantity(expected ?? 0)} product views were to be expected. Is the tag in the page, and does the pipeline run?`,
      },
    ]
  },
})
