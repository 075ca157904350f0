import { cartsOf, contribute, defineVisitorMetric, keysOfVisitor, VISITOR_DIMENSIONS } from "../kit/index.ts"

/** Carts that still hold something and that no purchase followed, in whichever session. */
export default defineVisitorMetric({
  name: "abandoned_carts",
  title: "Abandoned carts",
  unit: "count",
  description:
    "Carts left with something in them, by their last change, at least 30 minutes ago; a later purchase takes one back.",
  settle: 30,
  by: VISITOR_DIMENSIONS,
  contribute: visitor =>
    cartsOf(visitor)
      .filter(({ holds, bought }) => holds && !bought)
      .flatMap(({ last }) => contribute(last, 1, keysOfVisitor(visitor))),
})
