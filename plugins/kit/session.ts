import type { ShopEvent } from "../../sdk/event.ts"
import type { EntityMetric, EntityMetricSpec } from "./entity.ts"
import { API_VERSION } from "./metric.ts"

/** The steps of a purchase, in their order. */
export type Step = "view" | "cart" | "checkout" | "purchase"

const STEP_OF: Readonly<Record<string, Step>> = {
  product_view: "view",
  add_to_cart: "cart",
  begin_checkout: "checkout",
  purchase: "purchase",
}

/** What is known of one session: minima and maxima only, so any order of its events gives the same summary. */
export interface SessionSummary {
  /** Time of its first and of its last event, epoch ms. */
  first: number
  last: number
  /** When each step was first taken, epoch ms. */
  steps: Readonly<Partial<Record<Step, number>>>
}

/** Takes one event into the summary of its session. Pure. */
export function addToSession(session: SessionSummary | undefined, e: ShopEvent, time: number): SessionSummary {
  const step = STEP_OF[e.event_type]
  const steps = session?.steps ?? {}
  return {
    first: Math.min(session?.first ?? time, time),
    last: Math.max(session?.last ?? time, time),
    steps: step ? { ...steps, [step]: Math.min(steps[step] ?? time, time) } : steps,
  }
}

export interface SessionMetric extends EntityMetric<SessionSummary> {
  kind: "session"
}

/**
 * Makes a metric over sessions.
 * @example
 * export default defineSessionMetric({
 *   name: "sessions", title: "Sessions", unit: "count",
 *   contribute: session => [{ at: session.first, amount: 1 }],
 * })
 */
export function defineSessionMetric(spec: EntityMetricSpec<SessionSummary>): SessionMetric {
  return { apiVersion: API_VERSION, ...spec, kind: "session" }
}
