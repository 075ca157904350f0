import { expect } from "bun:test"
import type { ShopEvent, Verdicts } from "../../../sdk/event.ts"
import type { ServerUnderTest } from "../../testing/server.ts"

/** What a shop's own backend sends: with the secret ingest key, and an id for each event. */
export function event(fields: Partial<ShopEvent> & Pick<ShopEvent, "event_type">): ShopEvent {
  return { event_id: crypto.randomUUID(), timestamp: new Date().toISOString(), user_id: "visitor", ...fields }
}

export const purchase = (total_amount: number): ShopEvent =>
  event({ event_type: "purchase", order_id: crypto.randomUUID(), total_amount })

export interface Answered {
  status: number
  success: boolean
  data?: Verdicts
  error?: { code: string; message: string }
}

/** `POST /v1/events` with a body as it is. */
export async function post({ url, keys }: ServerUnderTest, body: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/events`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${keys.ingest}`, "content-type": "application/json", ...headers },
  })
  return { status: response.status, ...((await response.json()) as Omit<Answered, "status">) } satisfies Answered
}

/** Sends events that must be taken. */
export async function send(server: ServerUnderTest, ...events: ShopEvent[]): Promise<void> {
  const answered = await post(server, JSON.stringify(events))
  expect(answered).toEqual({ status: 202, success: true, data: { accepted: events.length, rejected: [] } })
}
