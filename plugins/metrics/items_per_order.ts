import { defineDerived, ratio } from "../kit/index.ts"

/** How many pieces people buy at once. */
export default defineDerived({
  name: "items_per_order",
  title: "Items per order",
  unit: "count",
  description: "Items sold ÷ orders.",
  of: ["items_sold", "orders"],
  read: ({ items_sold, orders }) => ratio(items_sold, orders),
})
