import { contribute, defineSessionMetric, keysOfSession, SESSION_DIMENSIONS } from "../kit/index.ts"

/** Sessions with a purchase, at the time of the session's first event so that they compare with `sessions`. */
export default defineSessionMetric({
  name: "converted_sessions",
  title: "Sessions with a purchase",
  unit: "count",
  description: "Distinct sessions in which something was bought, counted when they begin.",
  by: SESSION_DIMENSIONS,
  contribute: session =>
    session.steps.purchase === undefined ? [] : contribute(session.first, 1, keysOfSession(session)),
})
