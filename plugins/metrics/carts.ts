import { cartsOf, contribute, defineVisitorMetric, keysOfVisitor, VISITOR_DIMENSIONS } from "../kit/index.ts"

/** Carts that have come to rest, at the time of their last change; what lies between two purchases is one cart. */
export default defineVisitorMetric({
  name: "carts",
  title: "Carts",
  unit: "count",
  description: "Carts by the time of their last change, at least 30 minutes ago; emptied and bought ones included.",
  settle: 30,
  by: VISITOR_DIMENSIONS,
  contribute: visitor => cartsOf(visitor).flatMap(({ last }) => contribute(last, 1, keysOfVisitor(visitor))),
})
