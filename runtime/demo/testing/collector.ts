import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import type { EventBatch, ShopEvent } from "../../../sdk/event.ts"

/** What becomes of one request. */
export interface Handling {
  /** Its events are kept for good. */
  takes: boolean
  /** Without one the connection is broken instead. */
  answer?: { status: number; retryAfter?: number; body?: unknown }
}

export interface TestCollector {
  url: string
  /** Every event taken, in order; a resent one again. */
  taken: ShopEvent[]
  /** Bodies as they came, taken or not. */
  bodies: EventBatch[]
  keys: Set<string | undefined>
  [Symbol.asyncDispose](): Promise<void>
}

/** A real HTTP server that answers as told, request by request; `handle` gets the number of the request, from 0. */
export async function startCollector(handle: (request: number, body: EventBatch) => Handling): Promise<TestCollector> {
  const taken: ShopEvent[] = []
  const bodies: EventBatch[] = []
  const keys = new Set<string | undefined>()
  const server = createServer(async (request, response) => {
    const body: EventBatch = JSON.parse(await text(request))
    bodies.push(body)
    keys.add(request.headers.authorization)
    const { takes, answer } = handle(bodies.length - 1, body)
    if (takes) taken.push(...body.events)
    if (!answer) return void request.socket.destroy()
    if (answer.retryAfter !== undefined) response.setHeader("Retry-After", answer.retryAfter)
    response.writeHead(answer.status).end(JSON.stringify(answer.body ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    bodies,
    keys,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export const busy = (status: 429 | 503, retryAfter: number): Handling => ({
  takes: false,
  answer: { status, retryAfter },
})

/** The worst case of a lost answer: the events are durable and the sender cannot know. */
export const takeAndHangUp: Handling = { takes: true }

/** Takes what it does not refuse, and gives each event its verdict. */
export function judge({ events }: EventBatch, refuse: (event: ShopEvent) => boolean = () => false): Handling {
  const rejected = events.flatMap((event, index) =>
    refuse(event) ? [{ index, event_id: event.event_id, code: "refused", message: "not this one" }] : [],
  )
  const data = { accepted: events.length - rejected.length, rejected }
  return { takes: true, answer: { status: 202, body: { success: true, data } } }
}
