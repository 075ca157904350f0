import { defineMetric, latest } from "../kit/index.ts"

/** What products are called, so that a list of products can be shown with names; it has no number of its own. */
export default defineMetric({
  name: "product_names",
  title: "Product names",
  unit: "count",
  description: "The newest name of each product, for lists of products.",
  on: ["product_view"],
  by: { product: e => (e.product?.name === undefined ? undefined : e.product.id) },
  ...latest(e => e.product?.name),
})
