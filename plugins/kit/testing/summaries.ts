import type { ShopEvent } from "../../../sdk/event.ts"
import type { Contribution } from "../entity.ts"
import { addToOrder, type OrderMetric, type OrderSummary, orderIdOf } from "../order.ts"
import { addToSession, type SessionMetric, type SessionSummary } from "../session.ts"
import { addToVisitor, type VisitorMetric, type VisitorSummary, visitorIdOf } from "../visitor.ts"

/** A metric over sessions, orders or visitors. */
export type EntityPlugin = SessionMetric | OrderMetric | VisitorMetric

/** What one session, order or visitor adds, as often as it is asked. */
export interface Subject {
  summary: SessionSummary | OrderSummary | VisitorSummary
  contribute(): readonly Contribution[]
}

/** Puts events into the summaries that a metric sees, as the pipeline does. */
export function subjectsOf(metric: EntityPlugin, events: readonly ShopEvent[]): Subject[] {
  if (metric.kind === "session") {
    const sessions = group(events, e => e.session_id || undefined, addToSession)
    return sessions.map(summary => ({ summary, contribute: () => metric.contribute(summary) }))
  }
  if (metric.kind === "visitor") {
    const visitors = group(events, visitorIdOf, addToVisitor)
    return visitors.map(summary => ({ summary, contribute: () => metric.contribute(summary) }))
  }
  const reports = events.filter(e => e.event_type === "purchase" || e.event_type === "refund")
  const orders = group<OrderSummary>(reports, orderIdOf, (order, e, at) => addToOrder(order, e, "browser", at))
  return orders.map(summary => ({ summary, contribute: () => metric.contribute(summary) }))
}

function group<Summary>(
  events: readonly ShopEvent[],
  idOf: (e: ShopEvent) => string | undefined,
  add: (summary: Summary | undefined, e: ShopEvent, time: number) => Summary,
): Summary[] {
  const summaries = new Map<string, Summary>()
  for (const e of events) {
    const id = idOf(e)
    if (id !== undefined) summaries.set(id, add(summaries.get(id), e, Date.parse(e.timestamp)))
  }
  return [...summaries.values()]
}
