import { defineDerived, ratio } from "../kit/index.ts"

/** How many of the things put into carts led to no order, by events. */
export default defineDerived({
  name: "cart_abandonment_rate",
  title: "Cart abandonment",
  unit: "percent",
  description: "(1 − orders ÷ added to cart) × 100, never below 0.",
  of: ["orders", "add_to_cart"],
  read({ orders, add_to_cart }) {
    const bought = ratio(orders, add_to_cart)
    return bought === null ? null : Math.max(0, 1 - bought) * 100
  },
})
