import { count, defineMetric } from "../kit/index.ts"

/** Searches in the shop; upper and lower case are one query. */
export default defineMetric({
  name: "searches",
  title: "Searches",
  unit: "count",
  description: "Searches in the shop, by what was searched for.",
  on: ["search"],
  by: { query: e => e.query?.trim().toLowerCase() },
  ...count(),
})
