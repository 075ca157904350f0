import type { EventBatch, ShopEvent } from "../event.ts"
import { until } from "./wait.ts"

/** One request that reached the test collector. */
export interface Received {
  /** Epoch ms, the collector's clock. */
  at: number
  method: string
  headers: Record<string, string>
  /** As it came, to the byte. */
  body: string
  /** What was answered; absent where the connection was cut. */
  status?: number
}

export interface Room {
  /** What to give the SDK as `host`. */
  host: string
  /** How the next requests are answered, then all others: see `collector.mjs`. */
  plan(how: { next?: string[]; always?: string }): Promise<void>
  requests(): Promise<Received[]>
  /** Waits for this many requests. */
  requested(count: number): Promise<Received[]>
  /** Waits until events with these many different ids were taken, and answers them in the order of their ids. */
  taken(count: number): Promise<ShopEvent[]>
}

export const batchOf = (request: Received): EventBatch => JSON.parse(request.body)

/** Events that the collector took, each id once, as the real one counts them. */
function accepted(requests: Received[]): ShopEvent[] {
  const batches = requests.filter(({ status }) => status === undefined || status === 202).map(batchOf)
  const events = batches.flatMap(batch => batch.events).filter(event => event.properties?.poison !== true)
  const byId = new Map(events.map(event => [event.event_id, event]))
  return [...byId.values()].sort((a, b) => (a.event_id < b.event_id ? -1 : 1))
}

export async function collectorOrigin(): Promise<string> {
  return (await (await fetch("/collector.json")).json()).origin
}

/** A room of the test collector that no other test uses; `name` "" is the root, where scripts find their own server. */
export async function openRoom(name: string = crypto.randomUUID()): Promise<Room> {
  const host = `${await collectorOrigin()}${name && `/${name}`}`
  const requests = async (): Promise<Received[]> => (await fetch(`${host}/requests`)).json()
  return {
    host,
    requests,
    async plan(how) {
      await fetch(`${host}/plan`, { method: "POST", body: JSON.stringify(how) })
    },
    requested: count =>
      until(async () => {
        const all = await requests()
        return all.length >= count && all
      }),
    taken: count =>
      until(async () => {
        const events = accepted(await requests())
        return events.length >= count && events
      }),
  }
}
