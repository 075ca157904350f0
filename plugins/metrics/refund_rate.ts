import { defineDerived, ratio } from "../kit/index.ts"

/** How much of what is sold is given back, by value. */
export default defineDerived({
  name: "refund_rate",
  title: "Refund rate",
  unit: "percent",
  description: "Refunds ÷ gross revenue × 100.",
  of: ["refunds", "gross_revenue"],
  read: ({ refunds, gross_revenue }) => ratio(refunds, gross_revenue, 100),
})
