import { defineSessionMetric } from "../kit/index.ts"

/** Sessions that got to each step of a purchase, counted when they first did. */
export default defineSessionMetric({
  name: "funnel_sessions",
  title: "Funnel, sessions",
  unit: "count",
  description: "Distinct sessions at each step on the way to a purchase, counted when they first get there.",
  by: ["step"],
  contribute: session => Object.entries(session.steps).map(([key, at]) => ({ at, amount: 1, dim: "step", key })),
})
