import { t } from "elysia"
import type { Memo } from "../store/memos.ts"
import { PERIODS, type Period } from "./period.ts"

/** What a shop wants a metric to come to in each period. One per metric and period. */
export interface Goal {
  metric: string
  period: Period
  /** Money in decimal major units of the shop's currency, percent as 0–100. */
  target: number
}

export const GoalId = t.Object({
  metric: t.String({ description: "As the catalogue names it", examples: ["revenue"] }),
  period: t.UnionEnum([...PERIODS], { description: "The shop's day, week (from Monday on) or month" }),
})

export const GoalBody = t.Object({
  target: t.Number({
    exclusiveMinimum: 0,
    maximum: 1e15,
    description: "Money in decimal major units of the shop's currency, percent as 0–100",
  }),
})

export const nameOf = ({ metric, period }: Pick<Goal, "metric" | "period">): string => `${metric}/${period}`

export function goalOf({ name, body }: Memo): Goal {
  const [metric = "", period] = name.split("/")
  return { metric, period: period as Period, target: (body as Pick<Goal, "target">).target }
}
