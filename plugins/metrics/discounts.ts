import { contribute, defineOrderMetric, keysOfOrder, minorMoney, ORDER_DIMENSIONS, sale } from "../kit/index.ts"

/** What was let off the price of items. */
export default defineOrderMetric({
  name: "discounts",
  title: "Discounts",
  unit: "money",
  description: "Discounts on the items of orders; an order counts once.",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    if (!sold?.discount) return []
    return contribute(sold.time, minorMoney(sold.discount, sold.currency), keysOfOrder(order, sold))
  },
})
