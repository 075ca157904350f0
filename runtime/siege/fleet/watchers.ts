import { RawClient } from "../../live/testing/clients.ts"

/** A socket that stays: it opens again whenever it breaks, and keeps the newest data of each topic. */
export interface Watcher {
  /** The newest data of a topic, without the moment at which it was read. */
  newest(topic: string): string | undefined
  close(): void
}

/** What is watched; each is a REST path under /api/metrics/ with its query. */
export const TOPICS = ["revenue?minutes=60", "orders?minutes=60", "product_views?minutes=60"] as const

export function watch(url: string, key: string): Watcher {
  const newest = new Map<string, string>()
  let socket: WebSocket
  let isClosed = false

  function open(): void {
    if (isClosed) return
    socket = new WebSocket(`${url.replace("http", "ws")}/ws/metrics`)
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "auth", token: key }))
      socket.send(JSON.stringify({ type: "subscribe", topics: TOPICS }))
    }
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data) as { type: string; topic: string; data: unknown }
      if (frame.type === "snapshot" || frame.type === "update") newest.set(frame.topic, withoutMoment(frame.data))
    }
    socket.onclose = () => setTimeout(open, 200)
  }
  open()
  return {
    newest: topic => newest.get(topic),
    close() {
      isClosed = true
      socket.close()
    },
  }
}

/** A slow consumer, to the utmost: it follows what there is most of and never reads. It must not fill its server's memory. */
export async function neglect(url: string, key: string): Promise<{ close(): void }> {
  const client = await RawClient.open(Number(new URL(url).port))
  // Its server will be killed.
  client.tcp.on("error", () => {})
  client.send(JSON.stringify({ type: "auth", token: key }))
  client.send(
    JSON.stringify({ type: "subscribe", topics: ["dashboard", "product_views?by=product&limit=1000", ...TOPICS] }),
  )
  client.pause()
  return client
}

/** Data as it can be compared: when it was read, and how many changes that process had seen, differ by nature. */
export function withoutMoment(data: unknown): string {
  const { as_of, rev, ...numbers } = data as Record<string, unknown>
  return JSON.stringify(numbers)
}
