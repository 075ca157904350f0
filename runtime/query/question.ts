import { bucketCount, GRAIN_OF, MOST_BUCKETS, type Step } from "./buckets.ts"
import {
  badParameter,
  type Context,
  dimension,
  documented,
  instant,
  oneOf,
  readTable,
  restriction,
  type Values,
  whole,
} from "./parameter.ts"
import type { Restriction } from "./restriction.ts"
import { type Asked, DAY, isKept, type Window, windowOf } from "./window.ts"

/** The window grammar, the same everywhere: `minutes`, `hours` or `days`, or `from` with or without `to`. */
export const WINDOW = {
  minutes: whole(({ retention }) => retention.minuteDays * 1_440, "The newest minutes, the running one included"),
  hours: whole(
    ({ retention }) => retention.hourDays * 24,
    "The newest hours: 60 minutes each, the running one included",
  ),
  days: whole(({ retention }) => retention.dayDays, "The shop's newest days: 1 is today since midnight"),
  from: instant("Start of a window that ends with to, or now"),
  to: instant("End of the window, itself not included"),
}

/** What any question may add. */
export const FILTER = restriction("Restricts everything to one value of a dimension, as in country:DE")
export const COMPARE = oneOf(
  ["previous"],
  "Adds the numbers of the equal elapsed length just before, and the change in percent",
)

const METRIC = {
  ...WINDOW,
  step: oneOf(["1m", "1h", "1d"], `Adds a series of at most ${MOST_BUCKETS} buckets; days are the shop's own`),
  by: dimension("Adds the top values of a dimension; /api/metrics lists those of each metric"),
  limit: whole(() => 1_000, "How many top values", { maximum: 1_000, default: 10 }),
  compare: COMPARE,
  filter: FILTER,
}

/** What the query of `/api/metrics/{name}` asks. */
export interface Question {
  window: Window
  step?: Step
  by?: string
  limit: number
  compare: boolean
  filter?: Restriction
}

/** @param minutes the window where none is named. @throws Refusal bad_parameter */
export function readQuestion(params: URLSearchParams, context: Context, minutes: number): Question {
  const { step, by, limit = 10, compare, filter, ...rest } = readTable(METRIC, params, context)
  const window = placeWindow(rest, context, minutes)
  if (step) assertStep(step, window, context)
  return { window, step, by, limit, compare: compare === "previous", filter }
}

/** Places the window that a query names. @param minutes the window where none is named. @throws Refusal bad_parameter */
export function placeWindow(values: Values<typeof WINDOW>, context: Context, minutes: number): Window {
  return windowOf(askedIn(values, context) ?? { minutes }, context)
}

/** @throws Refusal bad_parameter when anything is asked of a path that takes no parameters */
export function readNothing(params: URLSearchParams, context: Context): void {
  readTable({}, params, context)
}

/** For `/openapi.json`. */
export const MetricQuery = documented(METRIC)

function askedIn({ minutes, hours, days, from, to }: Values<typeof WINDOW>, context: Context): Asked | undefined {
  const named = Object.entries({ minutes, hours, days, from }).flatMap(([name, value]) =>
    value === undefined ? [] : name,
  )
  if (named.length > 1) throw badParameter(named[1]!, "one window", named.join(" and "))
  if (to !== undefined && from === undefined) throw badParameter("to", "it beside from", [...named, "to"].join(" and "))
  if (minutes !== undefined) return { minutes }
  if (hours !== undefined) return { hours }
  if (days !== undefined) return { days }
  return from === undefined ? undefined : between(from, to, context)
}

function between(from: number, to: number | undefined, { now, retention }: Context): Asked {
  const oldest = now - retention.dayDays * DAY
  if (from < oldest || from > now) throw badParameter("from", `a time from ${iso(oldest)} to ${iso(now)}`, iso(from))
  if (to !== undefined && to <= from) throw badParameter("to", `a time after from, ${iso(from)}`, iso(to))
  return { from, to }
}

/** A series must neither be longer than a chart can show nor reach back to where its grain is no longer kept. */
function assertStep(step: Step, window: Window, context: Context): void {
  const grain = GRAIN_OF[step]
  const coarser = step === "1m" ? "1h or 1d" : "1d"
  if (grain !== "day" && !isKept(window.from, context, grain)) {
    const { minuteDays, hourDays } = context.retention
    const kept = grain === "minute" ? minuteDays : hourDays
    throw badParameter("step", `${coarser} for a window that begins more than ${kept} days ago`, step)
  }
  const count = bucketCount(window, step)
  if (count > MOST_BUCKETS) {
    throw badParameter(
      "step",
      `at most ${MOST_BUCKETS} buckets (${coarser}, or a shorter window)`,
      `${step}: ${count} buckets`,
    )
  }
}

const iso = (at: number): string => new Date(at).toISOString()
