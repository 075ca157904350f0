import {
  contribute,
  defineOrderMetric,
  keysOfOrder,
  minorMoney,
  ORDER_DIMENSIONS,
  returnsOf,
  sale,
} from "../kit/index.ts"

/** What was given back, at the time of each refund. A cancelled order gives back what is left of it. */
export default defineOrderMetric({
  name: "refunds",
  title: "Refunds",
  unit: "money",
  description:
    "Money given back, at the time of the refund; a refund without an amount gives back the rest of its order.",
  by: ORDER_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    const keys = sold ? keysOfOrder(order, sold) : {}
    return returnsOf(order).flatMap(({ time, amount, currency }) =>
      contribute(time, minorMoney(amount, currency), keys),
    )
  },
})
