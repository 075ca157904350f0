import { contribute, defineSessionMetric, keysOfSession, SESSION_DIMENSIONS } from "../kit/index.ts"

/** Visits, at the time of their first event. */
export default defineSessionMetric({
  name: "sessions",
  title: "Sessions",
  unit: "count",
  description: "Distinct sessions, counted when they begin.",
  by: SESSION_DIMENSIONS,
  contribute: session => contribute(session.first, 1, keysOfSession(session)),
})
