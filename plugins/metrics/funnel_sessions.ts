import { contributePart, defineSessionMetric, pair } from "../kit/index.ts"

/** Sessions that got to each step of a purchase, counted when they first did. */
export default defineSessionMetric({
  name: "funnel_sessions",
  title: "Funnel, sessions",
  unit: "count",
  description: "Distinct sessions at each step on the way to a purchase, counted when they first get there.",
  by: ["step", "country", "country,step"],
  contribute({ steps, place }) {
    const country = place?.country
    return Object.entries(steps).flatMap(([step, at]) =>
      contributePart(at, 1, { step, country, "country,step": pair(country, step) }),
    )
  },
})
