import type { ShopEvent } from "../../sdk/event.ts"
import { earliest, insertEarliest, isEarlier, type Stamp } from "./earliest.ts"
import type { EntityMetric, EntityMetricSpec } from "./entity.ts"
import { API_VERSION } from "./metric.ts"
import { orderIdOf } from "./order.ts"
import { type Keys, keysOfTouch, type Touch, touchOf } from "./touch.ts"

/** One thing put into the visitor's cart, or taken out of it. */
export interface CartMove extends Stamp {
  product: string
  /** Pieces, below zero when taken out; null takes out all there are. */
  quantity: number | null
}

/**
 * What is known of one visitor over all sessions: minima, earliest ones and bounded lists sorted by time, so any order
 * of the events gives the same summary. A visitor's events share a partition, so nobody else changes it meanwhile.
 */
export interface VisitorSummary {
  /** Time of the first event ever seen, epoch ms. */
  first: number
  /** The first campaign that brought the visitor (first touch). */
  touch?: Touch & Stamp
  /** The first country that an event names. */
  place?: { country: string } & Stamp
  /** The earliest `MOST_MOVES`. */
  moves?: readonly CartMove[]
  /** The earliest `MOST_PURCHASES` orders, each once, by its first report. */
  purchases?: readonly ({ order: string } & Stamp)[]
}

/** Nobody shops that much by hand in a year; what comes after is not looked at. */
export const MOST_MOVES = 300
export const MOST_PURCHASES = 300

/** The visitor that an event belongs to: by the visitor's id and else by the session's; undefined for neither. */
export function visitorIdOf({ user_id, session_id }: ShopEvent): string | undefined {
  if (user_id) return `user:${user_id}`
  return session_id ? `session:${session_id}` : undefined
}

/** Takes one event into the summary of its visitor. Pure; returns `visitor` itself where the event says nothing new. */
export function addToVisitor(visitor: VisitorSummary | undefined, e: ShopEvent, time: number): VisitorSummary {
  const known: VisitorSummary = visitor ?? { first: time }
  const stamp: Stamp = { time, event_id: e.event_id }
  const news: Partial<VisitorSummary> = {}
  if (time < known.first) news.first = time
  const touch = touchOf(e.campaign)
  if (touch && isNews(known.touch, stamp)) news.touch = earliest(known.touch, { ...touch, ...stamp })
  const country = e.location?.country
  if (country && isNews(known.place, stamp)) news.place = earliest(known.place, { country, ...stamp })
  if (e.event_type === "add_to_cart" || e.event_type === "remove_from_cart") {
    news.moves = insertEarliest(known.moves ?? [], { ...stamp, ...moveOf(e) }, MOST_MOVES)
  }
  if (e.event_type === "purchase")
    news.purchases = withPurchase(known.purchases ?? [], { ...stamp, order: orderIdOf(e) })
  return Object.keys(news).length > 0 ? { ...known, ...news } : known
}

const isNews = (known: Stamp | undefined, stamp: Stamp): boolean => !known || isEarlier(stamp, known)

function moveOf(e: ShopEvent): Pick<CartMove, "product" | "quantity"> {
  const product = e.product?.id ?? ""
  if (e.event_type === "add_to_cart") return { product, quantity: e.quantity ?? 1 }
  return { product, quantity: e.quantity === undefined ? null : -e.quantity }
}

/** A thank-you page that is opened again later must not buy the next cart: an order stays where it was first reported. */
function withPurchase(
  list: NonNullable<VisitorSummary["purchases"]>,
  news: { order: string } & Stamp,
): NonNullable<VisitorSummary["purchases"]> {
  const known = list.find(({ order }) => order === news.order)
  if (known && !isEarlier(news, known)) return list
  return insertEarliest(known ? list.filter(other => other !== known) : list, news, MOST_PURCHASES)
}

/** Dimensions that a visitor has: where they came from first, and where they are. */
export const VISITOR_DIMENSIONS = ["source", "medium", "source,medium", "country"] as const

export function keysOfVisitor({ touch, place }: VisitorSummary): Keys {
  return { ...keysOfTouch(touch), country: place?.country }
}

export interface VisitorMetric extends EntityMetric<VisitorSummary> {
  kind: "visitor"
}

/**
 * Makes a metric over visitors.
 * @example
 * export default defineVisitorMetric({
 *   name: "new_visitors", title: "New visitors", unit: "count",
 *   contribute: visitor => [{ at: visitor.first, amount: 1 }],
 * })
 */
export function defineVisitorMetric(spec: EntityMetricSpec<VisitorSummary>): VisitorMetric {
  return { apiVersion: API_VERSION, ...spec, kind: "visitor" }
}
