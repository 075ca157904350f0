import { defineDerived } from "../kit/index.ts"

/** What is left of what was sold. The same as `revenue`, under the name that bookkeepers look for. */
export default defineDerived({
  name: "net_revenue",
  title: "Net revenue",
  unit: "money",
  description: "Gross revenue less refunds; equals revenue.",
  of: ["gross_revenue", "refunds"],
  read: ({ gross_revenue, refunds }) => (gross_revenue === null || refunds === null ? null : gross_revenue - refunds),
})
