import { defineSessionMetric } from "../kit/index.ts"

/** Visits, at the time of their first event. */
export default defineSessionMetric({
  name: "sessions",
  title: "Sessions",
  unit: "count",
  description: "Distinct sessions, counted when they begin.",
  contribute: session => [{ at: session.first, amount: 1 }],
})
