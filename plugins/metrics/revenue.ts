import { type Contribution, defineOrderMetric, minorMoney, refunded, winner } from "../kit/index.ts"

/** What was sold less what was given back: each order once, each refund once, at its own time. */
export default defineOrderMetric({
  name: "revenue",
  title: "Revenue",
  unit: "money",
  description: "Purchases less refunds: goods after discounts, without tax and shipping. An order counts once.",
  by: ["product", "category", "country"],
  contribute(order) {
    const contributions: Contribution[] = []
    const purchase = winner(order)
    if (purchase) {
      const { time: at, currency, total, lines, country } = purchase
      contributions.push({ at, amount: minorMoney(total, currency) })
      if (country) contributions.push({ at, amount: minorMoney(total, currency), dim: "country", key: country })
      for (const { product, category, amount } of lines) {
        contributions.push({ at, amount: minorMoney(amount, currency), dim: "product", key: product })
        if (category) contributions.push({ at, amount: minorMoney(amount, currency), dim: "category", key: category })
      }
    }
    for (const refund of order.refunds) {
      const amount = minorMoney(-refunded(order, refund), refund.currency)
      contributions.push({ at: refund.time, amount })
      if (purchase?.country) contributions.push({ at: refund.time, amount, dim: "country", key: purchase.country })
    }
    return contributions
  },
})
