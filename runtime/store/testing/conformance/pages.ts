import { expect } from "bun:test"
import type { EntityQuery, Page, RawEvent, RawQuery, Store } from "../../store.ts"
import type { Property } from "../rig.ts"
import { at, entity, raw, writer } from "../rows.ts"

const ALL = { shop: "demo", from: 0, to: at("2100-01-01") }

/** All pages of a list, each no longer than asked for. */
async function everyPage<Row>(limit: number, read: (cursor?: string) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== undefined)
  return rows
}

const rawOf = (store: Store, query: Partial<RawQuery> = {}, limit = 2) =>
  everyPage(limit, cursor => store.rawEvents({ ...ALL, ...query }, limit, cursor))

const changedIn = (store: Store, query: Partial<EntityQuery> = {}, limit = 2) =>
  everyPage(limit, cursor => store.changedEntities({ ...ALL, kind: "order", ...query }, limit, cursor))

function append(store: Store, events: readonly RawEvent[], partition = 0): Promise<void> {
  return store.transact(writer(partition), tx => tx.appendRaw(events))
}

/** Of an order or a session; times go from 12:00:00 on by the second. */
function event(second: number, of: Partial<RawEvent["event"]>): RawEvent {
  const base = raw(second, new Date(at("2025-01-03T12:00:00Z") + second * 1000).toISOString())
  return { ...base, event: { ...base.event, ...of } }
}

/** Raw events and entities a page at a time. */
export function pages(property: Property): void {
  property("raw events come by their own time, oldest first, on pages of any size", async ({ store }) => {
    const seconds = [4, 0, 3, 1, 1, 1, 2]
    const events = seconds.map((second, i) => ({ ...event(second, { event_id: `e${i}` }), offset: i }))
    await append(store, events.slice(0, 4), 0)
    await append(store, events.slice(4), 1)
    for (const limit of [1, 2, 3, 7, 100]) {
      const found = await rawOf(store, {}, limit)
      expect(found.map(({ event }) => event.timestamp)).toEqual(events.map(({ event }) => event.timestamp).sort())
      expect(found.map(({ event }) => event.event_id).sort()).toEqual(events.map(({ event }) => event.event_id).sort())
    }
    expect(await rawOf(store, { shop: "other" })).toEqual([])
  })

  property("raw events of a span begin with its first millisecond and end before its last", async ({ store }) => {
    await append(
      store,
      [0, 1, 2, 3].map(second => event(second, {})),
    )
    const noon = at("2025-01-03T12:00:00Z")
    const found = await rawOf(store, { from: noon + 1000, to: noon + 3000 })
    expect(found.map(({ offset }) => offset)).toEqual([1, 2])
  })

  property("raw events of a session are its own and come whole", async ({ store }) => {
    const events = [0, 1, 2, 3].map(i => event(i, { session_id: i % 2 === 0 ? "ada" : "bob", quantity: i }))
    await append(store, events)
    expect(await rawOf(store, { session: "ada" }, 1)).toEqual([events[0]!, events[2]!])
    expect(await rawOf(store, { session: "nobody" })).toEqual([])
  })

  property("raw events of an order are its purchases and refunds", async ({ store }) => {
    const events = [
      event(0, { event_type: "purchase", order_id: "o1" }),
      event(1, { event_type: "purchase", order_id: "o2" }),
      event(2, { event_type: "page_view", order_id: "o1" }),
      event(3, { event_type: "refund", order_id: "o1", refund_id: "r" }),
      event(4, { event_type: "purchase" }),
    ]
    await append(store, events)
    expect(await rawOf(store, { order: "o1" }, 1)).toEqual([events[0]!, events[3]!])
  })

  property("entities come by their latest change, newest first, on pages of any size", async ({ store }) => {
    const noon = at("2025-01-03T12:00:00Z")
    const rows = [5, 3, 3, 3, 1].map((second, i) => entity(`o${i}`, { i }, noon + second * 1000))
    await store.transact(writer(), tx =>
      tx.saveEntities([...rows, entity("s", {}, noon, { kind: "session" }), entity("x", {}, noon, { shop: "other" })]),
    )
    for (const limit of [1, 2, 3, 100]) {
      const found = await changedIn(store, {}, limit)
      expect(found.map(({ updated }) => updated)).toEqual(rows.map(({ updated }) => updated))
      expect(found.map(({ id }) => id).sort()).toEqual(["o0", "o1", "o2", "o3", "o4"])
    }
    expect((await changedIn(store, { from: noon + 1000, to: noon + 5000 })).length).toBe(4)
    expect(await changedIn(store, { kind: "session" })).toHaveLength(1)
  })
}
