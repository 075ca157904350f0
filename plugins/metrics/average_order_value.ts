import { defineDerived, ratio } from "../kit/index.ts"

/** What an order brings. */
export default defineDerived({
  name: "average_order_value",
  title: "Average order value",
  unit: "money",
  description: "Revenue ÷ orders.",
  of: ["revenue", "orders"],
  read: ({ revenue, orders }) => ratio(revenue, orders),
})
