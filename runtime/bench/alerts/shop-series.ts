import type { Random } from "../../demo/random.ts"

const DAY_MINUTES = 1_440

/** What is counted per minute. */
export const SERIES = ["product_views", "add_to_cart", "orders", "revenue"] as const
export type SeriesName = (typeof SERIES)[number]
export type Minutes = Record<SeriesName, Float64Array>

/** Something that really happens to a shop. */
export interface Incident {
  kind: "spike" | "drop" | "outage" | "checkout broken" | "drift"
  /** Minutes since the beginning. */
  from: number
  to: number
  /** What becomes of visits, and of orders among them. */
  visits(minute: number): number
  orders: number
}

/** What may be expected of alerts for each kind. */
export const FITTING: Record<Incident["kind"], readonly string[]> = {
  spike: ["traffic_spike", "anomaly"],
  drop: ["traffic_drop", "anomaly", "no_data"],
  outage: ["no_data", "traffic_drop", "anomaly"],
  "checkout broken": ["low_conversion", "high_cart_abandonment", "revenue_anomaly", "anomaly"],
  drift: ["anomaly", "traffic_drop"],
}

/**
 * Minutes of a made-up shop: quiet nights, busy evenings and weekends, visitors that come in bunches, each day a little
 * better or worse than the last — and the incidents.
 * @param views product views per minute on average
 */
export function shopSeries(random: Random, days: number, views: number, incidents: readonly Incident[]): Minutes {
  const minutes = Object.fromEntries(
    SERIES.map(name => [name, new Float64Array(days * DAY_MINUTES)]),
  ) as unknown as Minutes
  let mood = 1
  for (let minute = 0; minute < days * DAY_MINUTES; minute++) {
    if (minute % DAY_MINUTES === 0) mood = 1 + 0.06 * normal(random)
    const now = incidents.filter(({ from, to }) => from <= minute && minute < to)
    const rate = now.reduce((sum, { visits }) => sum * visits(minute), views * mood * rhythm(minute))
    // A variance of two and a half times the mean: people click more than once.
    const viewed = Math.round(bunched(random, rate, 2.5))
    const buying = now.reduce((sum, { orders }) => sum * orders, 0.045)
    minutes.product_views[minute] = viewed
    minutes.add_to_cart[minute] = bunched(random, viewed * 0.12, 1)
    const ordered = bunched(random, viewed * buying, 1)
    minutes.orders[minute] = ordered
    for (let i = 0; i < ordered; i++) minutes.revenue[minute]! += Math.exp(3.7 + 0.7 * normal(random))
  }
  return minutes
}

function rhythm(minute: number): number {
  const hour = (minute % DAY_MINUTES) / 60
  const weekday = Math.floor(minute / DAY_MINUTES) % 7
  const daily = 1 + 0.75 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 0.15 * Math.sin(((hour - 18) / 12) * 2 * Math.PI)
  return Math.max(0.1, daily) * (weekday >= 5 ? 1.35 : 1)
}

/** A count with the given mean, and `wildness` times the variance that chance alone would have. */
function bunched(random: Random, mean: number, wildness: number): number {
  const groups = mean / wildness
  // Exact for few; for many, a normal distribution is as good and takes no longer for more.
  if (groups > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean * wildness) * normal(random)))
  const limit = Math.exp(-groups)
  let count = -1
  for (let product = 1; product > limit; count++) product *= uniform(random)
  return count * wildness
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random))
}

/** Above 0, so that it has a logarithm. */
const uniform = (random: Random): number => (random.uint32() + 1) / 4_294_967_297
