import { contribute, defineOrderMetric, keysOfOrder, minorMoney, ORDER_DIMENSIONS, sale } from "../kit/index.ts"

/** What was sold, before anything was given back. */
export default defineOrderMetric({
  name: "gross_revenue",
  title: "Gross revenue",
  unit: "money",
  description: "Purchases before refunds: goods after discounts, without tax and shipping. An order counts once.",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    return sold ? contribute(sold.time, minorMoney(sold.total, sold.currency), keysOfOrder(order, sold)) : []
  },
})
