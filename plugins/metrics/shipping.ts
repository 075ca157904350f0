import { contribute, defineOrderMetric, keysOfOrder, minorMoney, ORDER_DIMENSIONS, sale } from "../kit/index.ts"

/** What customers paid for shipping, which stands apart from revenue. */
export default defineOrderMetric({
  name: "shipping",
  title: "Shipping",
  unit: "money",
  description: "What was paid for shipping, which is no part of revenue; an order counts once.",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    if (!sold?.shipping) return []
    return contribute(sold.time, minorMoney(sold.shipping, sold.currency), keysOfOrder(order, sold))
  },
})
