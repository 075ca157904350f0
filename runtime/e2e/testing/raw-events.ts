import { Database } from "bun:sqlite"
import { join } from "node:path"
import type { ShopEvent } from "../../../sdk/event.ts"
import type { ServerUnderTest } from "../../testing/server.ts"

/** Every event the store holds, in the order it was folded. Works beside a running server and without one. */
export function rawEvents({ data }: ServerUnderTest): ShopEvent[] {
  const store = new Database(join(data, "store.sqlite"), { readonly: true })
  try {
    const rows = store.query<{ body: string }, []>("SELECT body FROM events_raw ORDER BY number").all()
    return rows.map(({ body }) => JSON.parse(body) as ShopEvent)
  } finally {
    store.close()
  }
}

/** How many events of each type there are, e.g. `{ page_view: 2, purchase: 1 }`. */
export function countTypes(events: readonly ShopEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { event_type } of events) counts[event_type] = (counts[event_type] ?? 0) + 1
  return counts
}
