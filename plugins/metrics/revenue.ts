import {
  contribute,
  contributePart,
  defineOrderMetric,
  keysOfLine,
  keysOfOrder,
  LINE_DIMENSIONS,
  minorMoney,
  ORDER_DIMENSIONS,
  returnsOf,
  sale,
} from "../kit/index.ts"

/** What was sold less what was given back: each order once, each refund once, at its own time. */
export default defineOrderMetric({
  name: "revenue",
  title: "Revenue",
  unit: "money",
  description: "Purchases less refunds: goods after discounts, without tax and shipping. An order counts once.",
  by: [...ORDER_DIMENSIONS, ...LINE_DIMENSIONS],
  contribute(order) {
    const sold = sale(order)
    const keys = sold ? keysOfOrder(order, sold) : {}
    const entries = [
      ...(sold ? [{ ...sold, amount: sold.total, sign: 1 }] : []),
      ...returnsOf(order).map(back => ({ ...back, sign: -1 })),
    ]
    return entries.flatMap(({ time, currency, amount, lines, sign }) => [
      ...contribute(time, minorMoney(sign * amount, currency), keys),
      ...lines.flatMap(line => contributePart(time, minorMoney(sign * line.amount, currency), keysOfLine(line))),
    ])
  },
})
