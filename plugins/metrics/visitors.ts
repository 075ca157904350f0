import { defineDerived } from "../kit/index.ts"

/** Distinct visitors of any window: `active_users` under the name and window that reports use. */
export default defineDerived({
  name: "visitors",
  title: "Visitors",
  unit: "count",
  description: "Distinct visitors with any event.",
  of: ["active_users"],
  read: ({ active_users }) => active_users,
})
