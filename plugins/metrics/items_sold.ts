import { contribute, contributePart, defineOrderMetric, keysOfLine, LINE_DIMENSIONS, sale } from "../kit/index.ts"

/** Pieces in orders; an order that names neither items nor a quantity is one piece. */
export default defineOrderMetric({
  name: "items_sold",
  title: "Items sold",
  unit: "count",
  description: "Pieces sold: the quantities of an order's items, and one for an order that names none.",
  by: LINE_DIMENSIONS,
  contribute(order) {
    const sold = sale(order)
    if (!sold) return []
    const { time, items, lines } = sold
    return [...contribute(time, items), ...lines.flatMap(line => contributePart(time, line.quantity, keysOfLine(line)))]
  },
})
