import type { Contribution } from "../../plugins/kit/entity.ts"
import { addToOrder, type OrderMetric, type OrderSummary, orderIdOf } from "../../plugins/kit/order.ts"
import { addToSession, type SessionMetric, type SessionSummary } from "../../plugins/kit/session.ts"
import { addToVisitor, type VisitorMetric, type VisitorSummary, visitorIdOf } from "../../plugins/kit/visitor.ts"
import type { Envelope } from "../log/log.ts"
import type { Entity, EntityId } from "../store/store.ts"

export type AnyEntityMetric = SessionMetric | OrderMetric | VisitorMetric

const HOUR = 3_600_000
const DAY = 24 * HOUR

const isOrderEvent = ({ event }: Envelope): boolean => event.event_type === "purchase" || event.event_type === "refund"

/** The session, the order and the visitor that an event belongs to. What is kept out of the numbers belongs to none. */
export function idsOf(envelope: Envelope): EntityId[] {
  const { shop, event, bot } = envelope
  const ids: EntityId[] = []
  if (bot?.excluded) return ids
  if (event.session_id) ids.push({ shop, kind: "session", id: event.session_id })
  if (isOrderEvent(envelope)) ids.push({ shop, kind: "order", id: orderIdOf(event) })
  const visitor = visitorIdOf(event)
  if (visitor) ids.push({ shop, kind: "visitor", id: visitor })
  return ids
}

/**
 * The entity with one more event in it.
 * @returns `known` itself where the event says nothing new: most events of a visitor need not be written then
 */
export function withEvent(
  { shop, kind, id }: EntityId,
  known: Entity | undefined,
  envelope: Envelope,
  time: number,
): Entity {
  const summary = summarise(kind, known?.summary, envelope, time)
  if (known && summary === known.summary && time < known.updated + DAY) return known
  // Orders are few and listed by their latest change; of the others there are many, and an hour tells enough.
  const at = kind === "order" ? time : Math.ceil(time / HOUR) * HOUR
  return { shop, kind, id, summary, updated: Math.max(known?.updated ?? at, at), rev: known?.rev ?? 0 }
}

function summarise(kind: EntityId["kind"], summary: unknown, { event, source }: Envelope, time: number): unknown {
  if (kind === "session") return addToSession(summary as SessionSummary | undefined, event, time)
  if (kind === "visitor") return addToVisitor(summary as VisitorSummary | undefined, event, time)
  return addToOrder(summary as OrderSummary | undefined, event, source, time)
}

/** What an entity adds to the cells of a metric of its own kind. */
export function contributionsOf(metric: AnyEntityMetric, { summary }: Entity): readonly Contribution[] {
  if (metric.kind === "session") return metric.contribute(summary as SessionSummary)
  if (metric.kind === "visitor") return metric.contribute(summary as VisitorSummary)
  return metric.contribute(summary as OrderSummary)
}

/** Whether both add the same to the same cell. */
export function isSameContribution(a: Contribution, b: Contribution): boolean {
  return a.at === b.at && a.dim === b.dim && a.key === b.key && sameAmount(a.amount, b.amount)
}

function sameAmount(a: Contribution["amount"], b: Contribution["amount"]): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b
  const currencies = Object.keys(a)
  return currencies.length === Object.keys(b).length && currencies.every(currency => a[currency] === b[currency])
}
