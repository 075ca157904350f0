import { t } from "elysia"
import { Instant, iso, Source, Value } from "../answer.ts"
import { measureKeys } from "../measure.ts"
import { COMPARE, FILTER, placeWindow, WINDOW } from "../question.ts"
import type { TimeRange } from "../window.ts"
import { type Asked, definePanel } from "./panel.ts"

const STEPS = ["view", "cart", "checkout", "purchase"] as const
const [EVENTS, SESSIONS] = ["funnel_events", "funnel_sessions"]
const MINUTES = 60

const Counts = {
  events: t.Number(),
  sessions: t.Number({ description: "Distinct sessions that first got there in the window" }),
  percent: t.Union([t.Number(), t.Null()], { description: "Sessions, of those of the first step" }),
}
const parameters = { ...WINDOW, compare: COMPARE, filter: FILTER }

export const FunnelAnswer = t.Object(
  {
    steps: t.Array(
      t.Object({
        step: t.UnionEnum([...STEPS]),
        ...Counts,
        previous: t.Optional(t.Object({ ...Counts, percent: Value })),
      }),
    ),
    source: Source,
    as_of: Instant,
  },
  { title: "FunnelAnswer" },
)
export type FunnelAnswer = typeof FunnelAnswer.static

/** From looking to buying: events and distinct sessions at each step. */
export const funnel = definePanel({
  path: "funnel",
  operationId: "readFunnel",
  title: "From looking to buying",
  description:
    "Events and distinct sessions at each step: view, cart, checkout, purchase. One hour where no window is named.",
  of: [EVENTS!, SESSIONS!],
  parameters,
  schema: FunnelAnswer,
  columns: ["step", "events", "sessions", "percent"],
  records: ({ steps }) => steps.map(({ previous, ...step }) => step),
  async read(asked) {
    const { values, context, scope } = asked
    const window = placeWindow(values, context, MINUTES)
    const now = await counts(asked, window)
    const before = values.compare && (await counts(asked, window.previous))
    return {
      steps: STEPS.map((step, i) => ({ step, ...now[i]!, ...(before ? { previous: before[i]! } : {}) })),
      source: scope.rows.source(),
      as_of: iso(context.now),
    }
  },
})

async function counts({ metric, scope, round }: Asked, range: TimeRange) {
  const [events, sessions] = await Promise.all(
    [EVENTS, SESSIONS].map(async name => {
      const plugin = metric(name!)
      return plugin ? measureKeys(plugin, range, scope, "step") : new Map<string, number>()
    }),
  )
  const first = sessions!.get(STEPS[0]) ?? 0
  return STEPS.map(step => {
    const there = sessions!.get(step) ?? 0
    return {
      events: round("count", events!.get(step) ?? 0),
      sessions: round("count", there),
      percent: round("percent", first === 0 ? null : (there / first) * 100),
    }
  })
}
