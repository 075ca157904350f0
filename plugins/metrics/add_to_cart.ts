import { count, defineMetric } from "../kit/index.ts"

/** Times a product was put into a cart. */
export default defineMetric({
  name: "add_to_cart",
  title: "Added to cart",
  unit: "count",
  description: "Times a product was put into a cart.",
  on: ["add_to_cart"],
  by: {
    product: e => e.product?.id,
    category: e => e.product?.category,
    brand: e => e.product?.brand,
    country: e => e.location?.country,
  },
  ...count(),
})
