import { count, defineMetric } from "../kit/index.ts"

const STEP: Readonly<Record<string, string>> = {
  product_view: "view",
  add_to_cart: "cart",
  begin_checkout: "checkout",
  purchase: "purchase",
}

/** Events at each step of a purchase. */
export default defineMetric({
  name: "funnel_events",
  title: "Funnel, events",
  unit: "count",
  description: "Events at each step on the way to a purchase: view, cart, checkout, purchase.",
  on: Object.keys(STEP),
  by: { step: e => STEP[e.event_type] },
  ...count(),
})
