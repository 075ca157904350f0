import type { Random } from "../../demo/random.ts"
import { type Incident, now } from "./incident.ts"

const DAY_MINUTES = 1_440

/** What is counted per minute. */
export const SERIES = ["product_views", "add_to_cart", "orders", "revenue"] as const
export type SeriesName = (typeof SERIES)[number]

export interface Minutes extends Record<SeriesName, Float64Array> {
  /** Views per minute of each product, the most viewed first. */
  products: readonly Float64Array[]
}

const PRODUCTS = 40
/** Of all views, by Zipf: the best product has a quarter of them, the last one in two hundred. */
const SHARES = sharesOf(PRODUCTS)

/**
 * Minutes of a made-up shop: quiet nights, busy evenings and weekends, visitors that come in bunches and buy rather in
 * the evening, each day a little better or worse than the last — and the incidents.
 * @param views product views per minute on average
 */
export function shopSeries(random: Random, days: number, views: number, incidents: readonly Incident[]): Minutes {
  const minutes = emptyMinutes(days * DAY_MINUTES)
  const [mood, urge] = [moods(random, days), moods(random, days)]
  for (let minute = 0; minute < days * DAY_MINUTES; minute++) {
    const { visits, orders, trend } = now(incidents, minute)
    const rate = visits * views * mood(minute) * rhythm(minute)
    // A variance of two and a half times the mean: people click more than once.
    const viewed = Math.floor(bunched(random, rate, 2.5) + uniform(random))
    const sold = spreadOver(random, minutes.products, minute, viewed, trend)
    minutes.product_views[minute] = sold
    minutes.add_to_cart[minute] = bunched(random, viewed * 0.12, 1)
    const ordered = bunched(random, viewed * 0.045 * urge(minute) * eagerness(minute) * orders, 1)
    minutes.orders[minute] = ordered
    for (let i = 0; i < ordered; i++) minutes.revenue[minute]! += Math.exp(3.7 + 0.7 * normal(random))
  }
  return minutes
}

/** How good each day is at its noon, and in between on the way from one to the next. */
function moods(random: Random, days: number): (minute: number) => number {
  const noons = Array.from({ length: days + 1 }, () => 1 + 0.06 * normal(random))
  return minute => {
    const since = minute / DAY_MINUTES + 0.5
    const [day, share] = [Math.floor(since), since % 1]
    return noons[day]! * share + noons[Math.max(0, day - 1)]! * (1 - share)
  }
}

function emptyMinutes(length: number): Minutes {
  const series = SERIES.map(name => [name, new Float64Array(length)])
  return { ...Object.fromEntries(series), products: SHARES.map(() => new Float64Array(length)) }
}

/** Views among products; the one in fashion gets a multiple of its own besides. @returns how many there were in all */
function spreadOver(
  random: Random,
  products: readonly Float64Array[],
  minute: number,
  viewed: number,
  trend: Incident["trend"],
): number {
  for (let i = 0; i < viewed; i++) {
    const at = uniform(random)
    products[SHARES.findIndex(share => at <= share)]![minute]!++
  }
  if (!trend) return viewed
  const own = SHARES[trend.product]! - (SHARES[trend.product - 1] ?? 0)
  const more = Math.round(bunched(random, viewed * own * (trend.times - 1), 1))
  products[trend.product]![minute]! += more
  return viewed + more
}

function sharesOf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 1))
  const total = weights.reduce((sum, weight) => sum + weight)
  let sum = 0
  const shares = weights.map(weight => {
    sum += weight / total
    return sum
  })
  return [...shares.slice(0, -1), 1]
}

function rhythm(minute: number): number {
  const hour = (minute % DAY_MINUTES) / 60
  const weekday = Math.floor(minute / DAY_MINUTES) % 7
  const daily = 1 + 0.75 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 0.15 * Math.sin(((hour - 18) / 12) * 2 * Math.PI)
  return Math.max(0.1, daily) * (weekday >= 5 ? 1.35 : 1)
}

/** An eighth more orders for the same views in the evening than on average, an eighth less in the morning. */
const eagerness = (minute: number): number => 1 + 0.125 * Math.sin(((minute / 60 - 14) / 24) * 2 * Math.PI)

/** A count with the given mean, and `wildness` times the variance that chance alone would have. */
function bunched(random: Random, mean: number, wildness: number): number {
  if (mean === 0) return 0
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
