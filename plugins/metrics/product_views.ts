import { count, defineMetric } from "../kit/index.ts"

/** Times a product page was looked at. */
export default defineMetric({
  name: "product_views",
  title: "Product views",
  unit: "count",
  description: "Times a product page was looked at.",
  on: ["product_view"],
  by: {
    product: e => e.product?.id,
    category: e => e.product?.category,
    brand: e => e.product?.brand,
    country: e => e.location?.country,
  },
  ...count(),
})
