import { t } from "elysia"
import { Currency, Instant, iso, Source, Value } from "../answer.ts"
import { changeOf } from "../change.ts"
import { measure } from "../measure.ts"
import { COMPARE, FILTER, placeWindow, WINDOW } from "../question.ts"
import type { TimeRange } from "../window.ts"
import { type Asked, definePanel } from "./panel.ts"

const NAMES = ["revenue", "orders", "active_users", "conversion_rate", "cart_abandonment_rate"] as const
/** Minutes looked back where none are named. */
const MINUTES = 5

const Numbers = t.Object(
  Object.fromEntries(NAMES.map(name => [name, Value])) as Record<(typeof NAMES)[number], typeof Value>,
)
const parameters = { ...WINDOW, compare: COMPARE, filter: FILTER }

export const LiveAnswer = t.Composite(
  [
    Numbers,
    t.Object({
      previous: t.Optional(Numbers),
      change: t.Optional(Numbers),
      currency: Currency,
      source: t.Optional(Source),
      as_of: Instant,
    }),
  ],
  { title: "LiveAnswer" },
)
export type LiveAnswer = typeof LiveAnswer.static

/** The key numbers of the last minutes. */
export const live = definePanel({
  path: "live",
  operationId: "readLive",
  title: "The key numbers of the last minutes",
  description: "Five minutes where no window is named.",
  of: NAMES,
  parameters,
  schema: LiveAnswer,
  columns: [...NAMES, "currency", "as_of"],
  records: ({ previous, change, ...now }) => [now],
  async read(asked) {
    const { values, context, scope } = asked
    const window = placeWindow(values, context, MINUTES)
    const now = await numbers(asked, window)
    const previous = values.compare && (await numbers(asked, window.previous))
    const changes = previous && NAMES.map(name => [name, changeOf(now[name], previous[name])])
    return {
      ...now,
      ...(previous && changes ? { previous, change: Object.fromEntries(changes) } : {}),
      currency: scope.shop.currency,
      ...(values.filter ? { source: scope.rows.source() } : {}),
      as_of: iso(context.now),
    }
  },
})

async function numbers({ metric, scope, round }: Asked, range: TimeRange): Promise<typeof Numbers.static> {
  const values = NAMES.map(async name => {
    const plugin = metric(name)
    return [name, plugin ? round(plugin.unit, (await measure(plugin, range, scope)).value) : null] as const
  })
  return Object.fromEntries(await Promise.all(values)) as typeof Numbers.static
}
