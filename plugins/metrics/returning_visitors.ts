import { defineDerived } from "../kit/index.ts"

/** Who was here and was not new: whoever is new in a window is among its visitors. */
export default defineDerived({
  name: "returning_visitors",
  title: "Returning visitors",
  unit: "count",
  description: "Distinct visitors who had been here before the window asked for: visitors less new visitors.",
  of: ["active_users", "new_visitors"],
  read: ({ active_users, new_visitors }) =>
    active_users === null || new_visitors === null ? null : Math.max(0, active_users - new_visitors),
})
