import { contribute, defineVisitorMetric, keysOfVisitor, VISITOR_DIMENSIONS } from "../kit/index.ts"

/** Visitors at the time of their very first event, by what first brought them. */
export default defineVisitorMetric({
  name: "new_visitors",
  title: "New visitors",
  unit: "count",
  description: "Visitors who had never been seen before; by source and medium of their first touch.",
  by: VISITOR_DIMENSIONS,
  contribute: visitor => contribute(visitor.first, 1, keysOfVisitor(visitor)),
})
