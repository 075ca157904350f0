import { contribute, defineOrderMetric, keysOfOrder, ORDER_DIMENSIONS, sale } from "@shopstream/plugins"

/** Orders of three pieces or more: each once, however often its thank-you page is opened. */
export default defineOrderMetric({
  apiVersion: 1,
  name: "large_baskets",
  title: "Large baskets",
  description: "Orders of three pieces or more.",
  unit: "count",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    return sold && sold.items >= 3 ? contribute(sold.time, 1, keysOfOrder(order, sold)) : []
  },
})
