import type { ShopEvent } from "../../sdk/event.ts"
import { isEarlier, type Stamp } from "./earliest.ts"
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
  /** Time of its first event, epoch ms. */
  first: number
  /** End of the minute of its last event, epoch ms: not to the millisecond, so that not every event changes the session. */
  last: number
  /** When each step was first taken, epoch ms. */
  steps: Readonly<Partial<Record<Step, number>>>
  /** The first campaign that an event of it names; absent for a direct visit. */
  touch?: Touch & Stamp
  /** The first country that an event of it names. */
  place?: { country: string } & Stamp
}

const MINUTE = 60_000

/** Takes one event into the summary of its session. Pure; returns `session` itself where the event says nothing new. */
export function addToSession(session: SessionSummary | undefined, e: ShopEvent, time: number): SessionSummary {
  const last = Math.floor(time / MINUTE) * MINUTE + MINUTE - 1
  const known: SessionSummary = session ?? { first: time, last, steps: {} }
  const news: Partial<SessionSummary> = {}
  if (time < known.first) news.first = time
  if (last > known.last) news.last = last
  const step = STEP_OF[e.event_type]
  if (step && time < (known.steps[step] ?? Number.POSITIVE_INFINITY)) news.steps = { ...known.steps, [step]: time }
  const stamp = { time, event_id: e.event_id }
  const touch = touchOf(e.campaign)
  if (touch && isNews(known.touch, stamp)) news.touch = { ...touch, ...stamp }
  const country = e.location?.country
  if (country && isNews(known.place, stamp)) news.place = { country, ...stamp }
  for (const _ in news) return { ...known, ...news }
  return known
}

const isNews = (known: Stamp | undefined, stamp: Stamp): boolean => !known || isEarlier(stamp, known)

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
