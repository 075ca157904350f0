import { type Contribution, defineOrderMetric, winner } from "../kit/index.ts"

/** Distinct purchases: reloads, retries and a second report of the same order add nothing. */
export default defineOrderMetric({
  name: "orders",
  title: "Orders",
  unit: "count",
  description: "Distinct purchases, one per order id.",
  by: ["product", "category", "country"],
  contribute(order) {
    const purchase = winner(order)
    if (!purchase) return []
    const { time: at, lines, country } = purchase
    const contributions: Contribution[] = [{ at, amount: 1 }]
    if (country) contributions.push({ at, amount: 1, dim: "country", key: country })
    for (const key of new Set(lines.map(line => line.product)))
      contributions.push({ at, amount: 1, dim: "product", key })
    for (const key of new Set(lines.flatMap(line => line.category ?? []))) {
      contributions.push({ at, amount: 1, dim: "category", key })
    }
    return contributions
  },
})
