import type { ShopEvent } from "../../../sdk/event.ts"
import { traffic } from "../../demo/traffic.ts"

/** Events of one request. A browser sends fewer, a server-side relay more. */
export const EVENTS_PER_REQUEST = 100

export interface Body {
  /** When it is due, ms after the first event. */
  due: number
  /** JSON, as it goes out. */
  bytes: Uint8Array<ArrayBuffer>
  events: number
}

/** What a collector that counts each event once must come to. */
export interface Expected {
  orders: number
  productViews: number
}

/** A load written down beforehand, so that making it up does not compete with what is measured. */
export function bodies(
  seed: string,
  start: number,
  seconds: number,
  rate: number,
): { all: Body[]; expected: Expected } {
  const utf8 = new TextEncoder()
  const orders = new Set<string>()
  const views = new Set<string>()
  const all: Body[] = []
  let events: string[] = []
  let due = 0
  const close = (): void => {
    if (events.length > 0) all.push({ due, bytes: utf8.encode(`[${events.join(",")}]`), events: events.length })
    events = []
  }
  for (const { at, json } of traffic({ seed, start, end: start + seconds * 1000, rate })) {
    const { event_type, event_id, order_id } = JSON.parse(json) as ShopEvent
    if (event_type === "purchase") orders.add(order_id ?? event_id)
    if (event_type === "product_view") views.add(event_id)
    events.push(json)
    due = at - start
    if (events.length === EVENTS_PER_REQUEST) close()
  }
  close()
  return { all, expected: { orders: orders.size, productViews: views.size } }
}
