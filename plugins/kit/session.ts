import type { ShopEvent } from "../../sdk/event.ts"
import { earliest, type Stamp } from "./earliest.ts"
import type { EntityMetric, EntityMetricSpec } from "./entity.ts"
import { API_VERSION } from "./metric.ts"
import { type Keys, keysOfTouch, type Touch, touchOf } from "./touch.ts"

/** The steps of a purchase, in their order. */
export type Step = "view" | "cart" | "checkout" | "purchase"

const STEP_OF: Readonly<Record<string, Step>> = {
  product_view: "view",
  add_to_cart: "cart",
  begin_checkout: "checkout",
  purchase: "purchase",
}

/**
 * What is known of one session: minima, maxima and the earliest of its kind only, so any order of its events gives the
 * same summary.
 */
export interface SessionSummary {
  /** Time of its first and of its last event, epoch ms. */
  first: number
  last: number
  /** When each step was first taken, epoch ms. */
  steps: Readonly<Partial<Record<Step, number>>>
  /** The first campaign that an event of it names; absent for a direct visit. */
  touch?: Touch & Stamp
  /** The first country that an event of it names. */
  place?: { country: string } & Stamp
}

/** Takes one event into the summary of its session. Pure. */
export function addToSession(session: SessionSummary | undefined, e: ShopEvent, time: number): SessionSummary {
  const step = STEP_OF[e.event_type]
  const steps = session?.steps ?? {}
  const summary: SessionSummary = {
    first: Math.min(session?.first ?? time, time),
    last: Math.max(session?.last ?? time, time),
    steps: step ? { ...steps, [step]: Math.min(steps[step] ?? time, time) } : steps,
  }
  const stamp = { time, event_id: e.event_id }
  const touch = touchOf(e.campaign)
  const came = touch ? earliest(session?.touch, { ...touch, ...stamp }) : session?.touch
  const country = e.location?.country
  const place = country ? earliest(session?.place, { country, ...stamp }) : session?.place
  if (came) summary.touch = came
  if (place) summary.place = place
  return summary
}

/** Dimensions that a session has: where it came from and where it is. */
export const SESSION_DIMENSIONS = ["source", "medium", "source,medium", "country"] as const

export function keysOfSession({ touch, place }: SessionSummary): Keys {
  return { ...keysOfTouch(touch), country: place?.country }
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
