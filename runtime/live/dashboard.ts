import type { Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import type { MetricAnswer } from "../query/answer.ts"
import type { Answers } from "../query/answers.ts"

/** The topic that brings a whole dashboard. */
export const DASHBOARD = "dashboard"

interface Part {
  key: string
  path: string
  query: string
  /** What of the answer is told; absent: all of it. */
  pick?(answer: MetricAnswer): unknown
}

const PARTS: readonly Part[] = [
  { key: "live", path: "live", query: "minutes=5" },
  { key: "trending_products", path: "products/trending", query: "minutes=5&limit=10" },
  { key: "funnel", path: "funnel", query: "hours=1" },
  { key: "alerts", path: "alerts", query: "limit=10" },
  {
    key: "revenue_trend",
    path: "revenue",
    query: "minutes=60&step=1m",
    pick: answer => answer.series,
  },
  { key: "geographic", path: "geographic", query: "hours=1&limit=10" },
]

/** All parts that the principal may read; the others are left out. */
export async function readDashboard(answers: Answers, principal: Principal): Promise<Record<string, unknown>> {
  const parts = await Promise.all(
    PARTS.map(async ({ key, path, query, pick }) => {
      try {
        const answer = await answers.answer(principal, path, new URLSearchParams(query))
        return [[key, pick ? pick(answer as MetricAnswer) : answer]]
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
