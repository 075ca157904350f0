import { t } from "elysia"
import type { Plugin } from "../../../plugins/kit/plugin.ts"
import { type Goal, goalOf } from "../../memos/goal.ts"
import { PERIODS, periodOf } from "../../memos/period.ts"
import { MINUTE } from "../../store/calendar.ts"
import type { Store } from "../../store/store.ts"
import { Currency, Instant, iso, Unit } from "../answer.ts"
import { measure } from "../measure.ts"
import { type Asked, assertKey, definePanel, EVERY_EVENT } from "./panel.ts"

/** Not a metric: changes of goals are published under this name. */
const GOALS = "goals"
const MOST = 100

const GoalProgress = t.Object({
  metric: t.String({ examples: ["revenue"] }),
  title: t.String(),
  unit: Unit,
  currency: t.Optional(Currency),
  period: t.UnionEnum([...PERIODS]),
  from: Instant,
  to: Instant,
  target: t.Number(),
  value: t.Union([t.Number(), t.Null()], { description: "So far in the period; null where there is no answer" }),
  expected: t.Number({
    description: "What of the target is due by now: as much of it as has passed of the period; all of it for a ratio",
  }),
  percent: t.Union([t.Number(), t.Null()], { description: "value of target" }),
})
type GoalProgress = typeof GoalProgress.static

export const GoalsAnswer = t.Array(GoalProgress, { title: "GoalsAnswer", description: "By metric and period" })
export type GoalsAnswer = typeof GoalsAnswer.static

/** How far the shop is with its goals, in the running day, week or month. */
export function createGoals(store: Pick<Store, "memos">) {
  return definePanel({
    path: GOALS,
    route: "/api/goals",
    tag: "Goals",
    operationId: "listGoals",
    title: "How far the shop is with its goals",
    description: "In the shop's running day, week or month. Keys only, no widget tokens.",
    of: [GOALS],
    beside: EVERY_EVENT,
    parameters: {},
    schema: GoalsAnswer,
    columns: ["metric", "period", "from", "to", "target", "value", "expected", "percent"],
    records: answer => answer,
    async read(asked) {
      const { principal, metric } = asked
      assertKey(principal)
      const memos = await store.memos({ shop: principal.shop.id, kind: "goal", limit: MOST })
      const goals = memos.map(goalOf).flatMap(goal => {
        // A goal outlives its plugin, which may come back.
        const plugin = metric(goal.metric)
        return plugin ? [{ goal, plugin }] : []
      })
      return Promise.all(goals.map(({ goal, plugin }) => progressOf(goal, plugin, asked)))
    },
  })
}

async function progressOf(goal: Goal, plugin: Plugin, { scope, context }: Asked): Promise<GoalProgress> {
  const { metric, period, target } = goal
  const { start, end } = periodOf(period, context.zone, context.now)
  // Whole minutes, as the numbers are: with the running one.
  const to = Math.min(Math.floor(context.now / MINUTE) * MINUTE + MINUTE, end)
  const { value } = await measure(plugin, { from: start, to }, scope)
  const { title, unit } = plugin
  return {
    ...{ metric, title, unit, ...(unit === "money" ? { currency: scope.shop.currency } : {}) },
    ...{ period, from: iso(start), to: iso(end), target, value },
    expected: addsUp(plugin) ? (target * (to - start)) / (end - start) : target,
    percent: value === null ? null : (value / target) * 100,
  }
}

/**
 * Whether a metric grows with the time it is measured over. One made of others does where twice of each make twice of
 * it: a ratio stays as it was.
 */
export function addsUp(plugin: Plugin): boolean {
  if (plugin.unit !== "money" && plugin.unit !== "count") return false
  if (plugin.kind !== "derived") return true
  const read = (times: number) => plugin.read(Object.fromEntries(plugin.of.map((name, i) => [name, (17 - i) * times])))
  const once = read(1)
  return once !== null && once !== 0 && Math.abs(read(2)! - 2 * once) < Math.abs(once) / 1e6
}
