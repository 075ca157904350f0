import { t } from "elysia"
import type { Store } from "../../store/store.ts"
import { EventBody, Instant, iso } from "../answer.ts"
import { oneOf, whole } from "../parameter.ts"
import type { EventTail, Seen } from "../tail.ts"
import { assertKey, definePanel, EVERY_EVENT } from "./panel.ts"

/** Not a metric: the collector's verdicts are published under this name. */
export const EVENTS = "events"
const DEFAULT_LIMIT = 50
const VERDICTS = ["accepted", "stored", "rejected"] as const

const parameters = {
  limit: whole(() => 200, "How many events", { maximum: 200, default: DEFAULT_LIMIT }),
  verdict: oneOf(VERDICTS, "Only events with this verdict"),
}

const RecentEvent = t.Object({
  verdict: t.UnionEnum([...VERDICTS], {
    description: "accepted: durable in the log; stored: counted and kept; rejected: see code and message",
  }),
  received_at: Instant,
  event_id: t.Union([t.String(), t.Null()]),
  source: t.Optional(t.UnionEnum(["browser", "server"])),
  code: t.Optional(t.String()),
  message: t.Optional(t.String()),
  event: t.Optional(EventBody),
})
type RecentEvent = typeof RecentEvent.static

export const EventsAnswer = t.Array(RecentEvent, { title: "EventsAnswer", description: "Received last first" })
export type EventsAnswer = typeof EventsAnswer.static

/**
 * A live tail: each of the newest events with its verdict. Refused ones are stored nowhere: this process knows what it
 * refused or was told of while it runs.
 */
export function createEvents(store: Pick<Store, "recentRaw">, tail: EventTail) {
  return definePanel({
    path: EVENTS,
    route: "/api/events/recent",
    tag: "Events",
    operationId: "readRecentEvents",
    title: "The newest events with their verdicts",
    description:
      "For installing a tag: what arrived, what was refused and why. Refused events are not stored: a process that started " +
      "after they came does not know of them. Keys only, no widget tokens.",
    of: [EVENTS],
    beside: EVERY_EVENT,
    parameters,
    schema: EventsAnswer,
    columns: ["received_at", "verdict", "event_id", "source", "event_type", "code", "message"],
    records: answer => answer.map(({ event, ...told }) => ({ ...told, event_type: event?.event_type })),
    async read({ principal, values }) {
      assertKey(principal)
      const { limit = DEFAULT_LIMIT, verdict } = values
      const raw = await store.recentRaw(principal.shop.id, limit)
      const stored = new Set(raw.map(({ event }) => event.event_id))
      const seen = tail
        .of(principal.shop.id)
        .map(told)
        .filter(({ event_id }) => !stored.has(event_id ?? ""))
      const kept = raw.map(({ event, source, received_at }): RecentEvent => {
        return { verdict: "stored", received_at, event_id: event.event_id, source, event }
      })
      return [...seen, ...kept]
        .filter(entry => verdict === undefined || entry.verdict === verdict)
        .sort((a, b) => (a.received_at > b.received_at ? -1 : a.received_at < b.received_at ? 1 : 0))
        .slice(0, limit)
    },
  })
}

function told(seen: Seen): RecentEvent {
  const received_at = iso(seen.at)
  if ("rejection" in seen) {
    const { event_id = null, code, message } = seen.rejection
    return { verdict: "rejected", received_at, event_id, code, message }
  }
  const { source, event } = seen.envelope
  return { verdict: "accepted", received_at, event_id: event.event_id, source, event }
}
