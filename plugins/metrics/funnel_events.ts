import { count, defineMetric, pair, type ShopEvent } from "../kit/index.ts"

const STEP: Readonly<Record<string, string>> = {
  product_view: "view",
  add_to_cart: "cart",
  begin_checkout: "checkout",
  purchase: "purchase",
}

const step = (e: ShopEvent) => STEP[e.event_type]
const country = (e: ShopEvent) => e.location?.country

/** Events at each step of a purchase. */
export default defineMetric({
  name: "funnel_events",
  title: "Funnel, events",
  unit: "count",
  description: "Events at each step on the way to a purchase: view, cart, checkout, purchase.",
  on: Object.keys(STEP),
  by: { step, country, "country,step": e => pair(country(e), step(e)) },
  ...count(),
})
