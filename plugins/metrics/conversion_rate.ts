import { defineDerived, ratio } from "../kit/index.ts"

/** Orders per hundred product views. */
export default defineDerived({
  name: "conversion_rate",
  title: "Conversion rate",
  unit: "percent",
  description: "Orders ÷ product views × 100.",
  of: ["orders", "product_views"],
  read: ({ orders, product_views }) => ratio(orders, product_views, 100),
})
