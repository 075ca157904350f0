import {
  defineAlert,
  type Finding,
  fields,
  hoursKnown,
  number,
  quantity,
  type Reading,
  relative,
} from "../kit/index.ts"

const DAY_MINUTES = 1_440
/** Whoever looks at a product looks at it again: views are half as certain as if each were somebody else's. */
const WILDNESS = 2

/**
 * A product is looked at several times as often as in the day before, and as the other products' views would let expect:
 * in a busy hour everything is looked at more, and nothing is in fashion.
 */
export default defineAlert({
  name: "trending_product",
  title: "Trending product",
  description: "A product has a multiple of its usual views.",
  severity: "info",
  metric: "product_views",
  unit: "count",
  cooldown: 120,
  settings: fields({
    threshold: number({ title: "Times its usual views", default: 3, min: 1.1 }),
    minutes: number({ title: "Window in minutes", default: 5, min: 1, max: 240 }),
    minimum: number({ title: "Least views of the product in the window", default: 20, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    now: { metric: "product_views", minutes, by: "product" },
    day: { metric: "product_views", minutes: DAY_MINUTES, step: "1h", by: "product" },
  }),
  judge({ config: { threshold, minutes, minimum }, readings: { now, day } }) {
    const hours = hoursKnown(day)
    if (hours < 1) return []
    const dayViews = new Map(day.top.map(({ key, value }) => [key, value]))
    const [allNow, allDay] = [viewsOf(now), viewsOf(day)]
    return now.top.flatMap(({ key, value }): Finding[] => {
      // Of a product that nobody saw all day, one view is taken as its usual: everything would be a multiple of none.
      const own = Math.max(dayViews.get(key) ?? 0, 1)
      const byTime = (own / (hours * 60)) * now.elapsed
      const byOthers = allDay > own ? (own / (allDay - own)) * (allNow - value) : 0
      const expected = Math.max(byTime, byOthers)
      const verdict = relative({ value, expected, beyond: (threshold - 1) * 100, minimum, wildness: WILDNESS })
      if (verdict === "normal" || verdict === "unknown") return []
      const message = `${quantity(value)} views in ${minutes} min, ${quantity(value / expected)} times the usual ${quantity(expected)}.`
      return [{ subject: key, verdict, value, baseline: expected, message }]
    })
  },
})

const viewsOf = ({ top }: Reading): number => top.reduce((sum, { value }) => sum + value, 0)
