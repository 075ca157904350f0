import { defineDerived, ratio } from "../kit/index.ts"

/** Sessions with a purchase per hundred sessions. */
export default defineDerived({
  name: "session_conversion_rate",
  title: "Session conversion rate",
  unit: "percent",
  description: "Sessions with a purchase ÷ sessions × 100.",
  of: ["converted_sessions", "sessions"],
  read: ({ converted_sessions, sessions }) => ratio(converted_sessions, sessions, 100),
})
