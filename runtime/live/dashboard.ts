import type { Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import type { Answer } from "../query/answer.ts"
import type { Answers } from "../query/answers.ts"

/** The topic that brings a whole dashboard. */
export const DASHBOARD = "dashboard"

interface Part {
  key: string
  path: string
  query: string
  /** What of the answer is told. */
  pick(answer: Answer): unknown
}

const PARTS: readonly Part[] = [
  { key: "live", path: "live", query: "minutes=5", pick: answer => answer },
  {
    key: "revenue_trend",
    path: "revenue",
    query: "minutes=60&step=1m",
    pick: answer => ("series" in answer ? answer.series : undefined),
  },
]

/** All parts that the principal may read; the others are left out. */
export async function readDashboard(answers: Answers, principal: Principal): Promise<Record<string, unknown>> {
  const parts = await Promise.all(
    PARTS.map(async ({ key, path, query, pick }) => {
      try {
        return [[key, pick(await answers.answer(principal, path, new URLSearchParams(query)))]]
      } catch (error) {
        if (isWithheld(error)) return []
        throw error
      }
    }),
  )
  return Object.fromEntries(parts.flat())
}

/** As `Answers.metricsBehind`. */
export function metricsBehindDashboard(answers: Answers): ReadonlySet<string> {
  return new Set(PARTS.flatMap(({ path }) => [...answers.metricsBehind(path)]))
}

/** A token for other metrics, or an installation without this one. */
const isWithheld = (error: unknown): boolean =>
  error instanceof Refusal && (error.code === "metric_not_allowed" || error.code === "unknown_metric")
