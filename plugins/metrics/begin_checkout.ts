import { count, defineMetric } from "../kit/index.ts"

/** Times a checkout was begun. */
export default defineMetric({
  name: "begin_checkout",
  title: "Checkouts begun",
  unit: "count",
  description: "Times a checkout was begun.",
  on: ["begin_checkout"],
  by: { country: e => e.location?.country },
  ...count(),
})
