import { t } from "elysia"
import { MINUTE } from "../../store/calendar.ts"
import type { Store } from "../../store/store.ts"
import { Instant, iso, Source, Value } from "../answer.ts"
import { assertKept, createBudget } from "../budget.ts"
import { ACTORS, createFunnelCount, type StepCount } from "../funnel/count.ts"
import { funnelSteps } from "../funnel/steps.ts"
import { badParameter, oneOf, whole } from "../parameter.ts"
import { COMPARE, placeWindow, WINDOW } from "../question.ts"
import { DAY, type TimeRange } from "../window.ts"
import { assertKey, definePanel } from "./panel.ts"

const PATH = "funnel/custom"
const PAGE = 2_000
const MINUTES = 60

const STEPS = funnelSteps("Event types in the order of the funnel, each with conditions if need be")
const parameters = {
  ...WINDOW,
  steps: STEPS,
  per: oneOf(ACTORS, "Whose way is followed; session where absent"),
  within: whole(
    ({ retention }) => retention.rawDays * 1_440,
    "Minutes from the first step to the last; as long as the window where absent",
  ),
  compare: COMPARE,
}

const Counts = {
  events: t.Number({ description: "Events that take the step, in whatever order" }),
  reached: t.Number({ description: "Sessions or visitors that took it after all the steps before it" }),
  percent: t.Union([t.Number(), t.Null()], { description: "Of those of the first step" }),
  percent_of_previous: t.Union([t.Number(), t.Null()], { description: "Of those of the step before" }),
}

export const CustomFunnelAnswer = t.Object(
  {
    per: t.UnionEnum([...ACTORS]),
    steps: t.Array(
      t.Object({
        step: t.String({ description: "As it was asked for", examples: ["product_view[category:Lamps]"] }),
        ...Counts,
        previous: t.Optional(t.Object({ ...Counts, percent: Value, percent_of_previous: Value })),
      }),
    ),
    source: Source,
    as_of: Instant,
  },
  { title: "CustomFunnelAnswer" },
)
export type CustomFunnelAnswer = typeof CustomFunnelAnswer.static

/** A shop's own funnel, of any events in their order. Cells do not know what came after what, so it reads single events. */
export function createCustomFunnel(store: Pick<Store, "rawEvents">, clock: () => number) {
  return definePanel({
    path: PATH,
    operationId: "readCustomFunnel",
    title: "A funnel of any events, in their order",
    description:
      "Sessions or visitors that took the steps one after the other, from single events within their retention and a " +
      "time budget. One hour where no window is named. Keys only, no widget tokens.",
    of: [PATH],
    parameters,
    schema: CustomFunnelAnswer,
    columns: ["step", "events", "reached", "percent", "percent_of_previous"],
    records: ({ steps }) => steps.map(({ previous, ...step }) => step),
    async read({ principal, values, context }) {
      assertKey(principal)
      const { steps, per = "session", within, compare } = values
      if (!steps) throw badParameter("steps", STEPS.expected(context), "nothing")
      const window = placeWindow(values, context, MINUTES)
      const eachRow = createBudget(clock, "steps")

      async function count(range: TimeRange) {
        assertKept(range.from, context.now - context.retention.rawDays * DAY, "steps")
        const limit = within === undefined ? range.to - range.from : within * MINUTE
        const funnel = createFunnelCount({ steps: steps!, per, within: limit })
        await eachRow(
          cursor => store.rawEvents({ shop: principal.shop.id, ...range }, PAGE, cursor),
          ({ event }) => funnel.add(event),
        )
        return withPercents(funnel.steps())
      }

      const now = await count(window)
      const before = compare && (await count(window.previous))
      return {
        per,
        steps: steps.map(({ name }, i) => ({
          step: name,
          ...now[i]!,
          ...(before ? { previous: before[i]! } : {}),
        })),
        source: "raw" as const,
        as_of: iso(context.now),
      }
    },
  })
}

function withPercents(counts: readonly StepCount[]) {
  return counts.map((count, i) => ({
    ...count,
    percent: share(count, counts[0]!),
    percent_of_previous: share(count, counts[i - 1] ?? count),
  }))
}

const share = ({ reached }: StepCount, of: StepCount): number | null =>
  of.reached === 0 ? null : (reached / of.reached) * 100
