import {
  contribute,
  contributePart,
  defineOrderMetric,
  keysOfLines,
  keysOfOrder,
  LINE_DIMENSIONS,
  ORDER_DIMENSIONS,
  sale,
} from "../kit/index.ts"

/** Distinct purchases: reloads, retries and a second report of the same order add nothing. */
export default defineOrderMetric({
  name: "orders",
  title: "Orders",
  unit: "count",
  description: "Distinct purchases, one per order id.",
  by: [...ORDER_DIMENSIONS, ...LINE_DIMENSIONS],
  contribute(order) {
    const sold = sale(order)
    if (!sold) return []
    return [
      ...contribute(sold.time, 1, keysOfOrder(order, sold)),
      ...keysOfLines(sold.lines).flatMap(keys => contributePart(sold.time, 1, keys)),
    ]
  },
})
