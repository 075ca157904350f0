import {
  defineAlert,
  type Finding,
  fields,
  kOfN,
  number,
  type Question,
  quantity,
  type Reading,
  seasonal,
  sinceFirstPoint,
  slowDrift,
} from "../kit/index.ts"

const MINUTE = 60_000
const FOUR_WEEKS = 28 * 1_440
/** Ten-minute pieces of the last hour that are judged, and how many must be wild. */
const [PIECES, WILD] = [3, 2]
const PIECE_MINUTES = 10

const METRICS = { product_views: "Product views", add_to_cart: "Additions to carts", orders: "Orders" } as const
type Watched = keyof typeof METRICS
type Asked = `${Watched}_hours` | `${Watched}_minutes`
const watched = Object.keys(METRICS) as Watched[]

/**
 * Something is unlike what this hour of the week brings: at once, in two of the last three pieces of ten minutes; or
 * slowly, over days. The expectation follows the level of the last hours, so that a good day is no anomaly.
 */
export default defineAlert({
  name: "anomaly",
  title: "Anomaly",
  description: "A number leaves its weekly pattern, suddenly or over days.",
  severity: "warning",
  metric: "product_views",
  unit: "count",
  cooldown: 60,
  settings: fields({
    threshold: number({ title: "Deviations from the usual", default: 6, min: 2 }),
    minimum: number({ title: "Least expected in ten minutes", default: 20, min: 1 }),
  }),
  asks: () => Object.fromEntries(watched.flatMap(questionsOf)) as Record<Asked, Question>,
  judge: ({ config, readings }) =>
    watched.map(metric => judge(metric, readings[`${metric}_minutes`], readings[`${metric}_hours`], config)),
})

function questionsOf(metric: Watched): [Asked, Question][] {
  return [
    [`${metric}_hours`, { metric, minutes: FOUR_WEEKS, step: "1h" }],
    [`${metric}_minutes`, { metric, minutes: PIECES * PIECE_MINUTES, ago: 1, step: "1m" }],
  ]
}

function judge(metric: Watched, now: Reading, hours: Reading, config: { threshold: number; minimum: number }): Finding {
  const known = sinceFirstPoint(hours.series)
  const pieces = Array.from({ length: PIECES }, (_, i) => piece(now, i, known))
  const value = pieces.reduce((sum, { came }) => sum + came, 0)
  const expected = pieces.reduce((sum, each) => sum + each.expected, 0)
  const finding = { subject: metric, value, baseline: expected }
  if (pieces.some(({ isKnown }) => !isKnown) || expected < config.minimum * PIECES) {
    return { ...finding, verdict: "unknown", message: `${METRICS[metric]}: too little is known.` }
  }
  for (const side of [1, -1]) {
    if (
      kOfN(
        pieces.map(({ score }) => side * score > config.threshold),
        WILD,
        PIECES,
      )
    ) {
      const message = `${METRICS[metric]}: ${quantity(value)} in ${PIECES * PIECE_MINUTES} min instead of ${quantity(expected)}.`
      return { ...finding, verdict: "breach", message }
    }
  }
  const slow = slowDrift(known, config.minimum * 24)
  if (slow?.direction) {
    const message = `${METRICS[metric]} have drifted ${slow.direction} over the last days, by ${quantity(Math.abs(slow.change))} %.`
    return { ...finding, verdict: "breach", message }
  }
  const isCalm = pieces.every(({ score }) => Math.abs(score) < config.threshold / 2)
  return { ...finding, verdict: isCalm ? "normal" : "between", message: `${METRICS[metric]} are as usual.` }
}

/** Ten minutes against their share of the hour that the season expects. */
function piece(now: Reading, i: number, hours: Reading["series"]) {
  const from = now.from + i * PIECE_MINUTES * MINUTE
  const to = from + PIECE_MINUTES * MINUTE
  const came = now.series.filter(({ t }) => t >= from && t < to).reduce((sum, { value }) => sum + value, 0)
  const season = seasonal(hours, (from + to) / 2)
  const share = PIECE_MINUTES / 60
  const expected = (season?.expected ?? 0) * share
  // A part of an hour deviates by its share of what hours do, or by what chance does to so few, whichever is more.
  const deviation = Math.max((season?.deviation ?? 0) * share, Math.sqrt(Math.max(expected, 1)))
  return {
    came,
    expected,
    score: (came - expected) / deviation,
    isKnown: season !== undefined && season.basis !== "level",
  }
}
