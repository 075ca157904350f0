import {
  defineAlert,
  deviations,
  dispersion,
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
  wobbleOf,
} from "../kit/index.ts"

const MINUTE = 60_000
const FOUR_WEEKS = 28 * 1_440
/** Ten-minute pieces of the last half hour that are judged, and how many must be wild. */
const [PIECES, WILD] = [3, 2]
const PIECE_MINUTES = 10
/** Minutes that say how wild they are by nature. */
const MINUTES_ASKED = 120

/** What is watched, and how much wilder than chance it is at least: people look, and fill carts, more than once. */
const METRICS = {
  product_views: { title: "Product views", wildness: 2 },
  add_to_cart: { title: "Additions to carts", wildness: 2 },
  orders: { title: "Orders", wildness: 1 },
} as const
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
    [`${metric}_minutes`, { metric, minutes: MINUTES_ASKED, ago: 1, step: "1m" }],
  ]
}

function judge(metric: Watched, now: Reading, hours: Reading, config: { threshold: number; minimum: number }): Finding {
  const { title, wildness } = METRICS[metric]
  const known = sinceFirstPoint(hours.series)
  const pieces = piecesOf(now, known, wildness)
  const value = pieces.reduce((sum, { came }) => sum + came, 0)
  const expected = pieces.reduce((sum, each) => sum + each.expected, 0)
  const window = { from: now.to - PIECES * PIECE_MINUTES * MINUTE, to: now.to }
  const finding = { subject: metric, value, baseline: expected, window }
  const slow = slowDrift(known, config.minimum * 24)
  if (slow?.direction) {
    const message = `${title} have drifted ${slow.direction} over the last days, by ${quantity(Math.abs(slow.change))} %.`
    return { ...finding, window: hours, verdict: "breach", message }
  }
  if (pieces.some(({ isKnown }) => !isKnown) || expected < config.minimum * PIECES) {
    return { ...finding, verdict: "unknown", message: `${title}: too little is known.` }
  }
  const isWild = (side: number): boolean =>
    kOfN(
      pieces.map(({ score }) => side * score > config.threshold),
      WILD,
      PIECES,
    )
  if (isWild(1) || isWild(-1)) {
    const message = `${title}: ${quantity(value)} in ${PIECES * PIECE_MINUTES} min instead of ${quantity(expected)}.`
    return { ...finding, verdict: "breach", message }
  }
  const isCalm = pieces.every(({ score }) => Math.abs(score) < config.threshold / 2) && (slow?.isOver ?? true)
  return { ...finding, verdict: isCalm ? "normal" : "between", message: `${title} are as usual.` }
}

/** The newest pieces, each against its share of the hour that the season expects. */
function piecesOf(now: Reading, hours: Reading["series"], least: number) {
  const before = now.series.slice(0, -PIECES * PIECE_MINUTES).map(({ value }) => value)
  const wildness = Math.max(least, dispersion(before))
  return Array.from({ length: PIECES }, (_, i) => {
    const to = now.to - (PIECES - 1 - i) * PIECE_MINUTES * MINUTE
    const from = to - PIECE_MINUTES * MINUTE
    const came = now.series.reduce((sum, { t, value }) => (t >= from && t < to ? sum + value : sum), 0)
    const season = seasonal(hours, (from + to) / 2)
    const expected = ((season?.expected ?? 0) * PIECE_MINUTES) / 60
    const wobble = season ? wobbleOf(season, wildness) : 0
    return {
      came,
      expected,
      score: deviations(came, expected, { wildness, wobble }),
      isKnown: season !== undefined && season.basis !== "level",
    }
  })
}
