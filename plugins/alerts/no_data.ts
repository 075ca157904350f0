import { defineAlert, expectedIn, fields, normalOf, number, quantity, type Reading, widening } from "../kit/index.ts"

/** Visitors come in bunches, so a pause is nothing yet: so many bunches must be missing for none to be all but impossible. */
const BUNCHES = 12
/** How many times longer the silences are that count where few visitors come. */
const [LONG, LONGEST] = [3, 9]

/** Not one event arrives where there should be many: the tag, the network or the pipeline is down. No sales are not this. */
export default defineAlert({
  name: "no_data",
  title: "No data",
  description: "Events have stopped arriving: the shop's tag, the network or the pipeline is down.",
  severity: "critical",
  metric: "active_users",
  unit: "count",
  cooldown: 5,
  settings: fields({
    minutes: number({ title: "Minutes without any event", default: 5, min: 2, max: 240 }),
    minimum: number({ title: "Least product views to be expected in them", default: 10, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    ...normalOf("product_views", minutes),
    anybody: { metric: "active_users", minutes },
    anybodyLong: { metric: "active_users", minutes: minutes * LONG },
    anybodyLongest: { metric: "active_users", minutes: minutes * LONGEST },
  }),
  judge({ config: { minimum }, readings }) {
    function look(anybody: Reading, window = anybody) {
      const value = anybody.value ?? 0
      const normal = expectedIn(readings, window)
      const expected = normal?.expected ?? null
      const isBreach = normal !== undefined && normal.expected >= Math.max(minimum, BUNCHES * normal.wildness)
      const message = `No event for ${quantity(anybody.elapsed)} min, where ${quantity(expected ?? 0)} product views were to be expected. Is the tag in the page, and does the pipeline run?`
      const verdict = isBreach ? ("breach" as const) : ("unknown" as const)
      return { verdict, value, baseline: expected, window: anybody, message }
    }
    const { now, anybody, anybodyLong, anybodyLongest } = readings
    const shortest = look(anybody, now)
    if (anybody.value) return [{ ...shortest, verdict: "normal" }]
    const longer = [anybodyLong, anybodyLongest].filter(({ value }) => !value).map(silence => look(silence))
    return [widening([shortest, ...longer])]
  },
})
