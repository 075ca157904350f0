import { defineDerived, ratio } from "../kit/index.ts"

/** How many carts are left behind, cart by cart and over all visits of a visitor. */
export default defineDerived({
  name: "cart_abandonment_rate_sessions",
  title: "Cart abandonment, by carts",
  unit: "percent",
  description:
    "Carts left with something in them ÷ all carts × 100, of those untouched for 30 minutes; mends itself when the visitor buys later.",
  of: ["abandoned_carts", "carts"],
  read: ({ abandoned_carts, carts }) => ratio(abandoned_carts, carts, 100),
})
