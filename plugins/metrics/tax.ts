import { contribute, defineOrderMetric, keysOfOrder, minorMoney, ORDER_DIMENSIONS, sale } from "../kit/index.ts"

/** Tax on orders, which stands apart from revenue. */
export default defineOrderMetric({
  name: "tax",
  title: "Tax",
  unit: "money",
  description: "Tax on orders, which is no part of revenue; an order counts once.",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    if (!sold?.tax) return []
    return contribute(sold.time, minorMoney(sold.tax, sold.currency), keysOfOrder(order, sold))
  },
})
