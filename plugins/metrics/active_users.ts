import { defineMetric, uniques } from "../kit/index.ts"

/** Distinct visitors, by the visitor's id and else by the session's. */
export default defineMetric({
  name: "active_users",
  title: "Active users",
  unit: "count",
  description: "Distinct visitors with any event in the last 5 minutes.",
  window: 5,
  on: ["*"],
  ...uniques(e => e.user_id ?? e.session_id),
})
