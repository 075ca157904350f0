import { defineDerived, ratio } from "../kit/index.ts"

/** What a visit to the shop brings, whether something is bought or not. */
export default defineDerived({
  name: "revenue_per_visitor",
  title: "Revenue per visitor",
  unit: "money",
  description: "Revenue ÷ distinct visitors.",
  of: ["revenue", "active_users"],
  read: ({ revenue, active_users }) => ratio(revenue, active_users),
})
