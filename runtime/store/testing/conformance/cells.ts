import { expect } from "bun:test"
import { MINUTE } from "../../calendar.ts"
import { type CellQuery, type Entity, Stale, type Store } from "../../store.ts"
import { failureOf } from "../failure.ts"
import type { Property } from "../rig.ts"
import { at, cell, entity, kept, NOON, raw, save, shop, writer } from "../rows.ts"

const ALL = { from: 0, to: at("2100-01-01") }

async function read(store: Store, query: Partial<CellQuery>) {
  const rows = await store.read({ shop: "demo", metric: "revenue", dim: "", ...ALL, ...query }, "minute")
  return rows.sort((a, b) => a.t - b.t || (a.key < b.key ? -1 : 1))
}

/** Cells, entities and raw events come back as they were stored. */
export function cells(property: Property): void {
  property("each writer owns its cells, and a read has one row for each writer", async ({ store }) => {
    await save(store, [cell(1)], writer(0))
    await save(store, [cell(2)], writer(1))
    await save(store, [cell(3)], writer(0))
    await store.transact(writer(1), async tx => expect(await tx.cells([cell(0)])).toEqual([cell(2)]))
    const rows = await read(store, {})
    expect(rows.map(({ state }) => (state as { sum: number }).sum).sort()).toEqual([2, 3])
  })

  property("states come back as they were stored: JSON of every kind, and bytes", async ({ store }) => {
    const states = [
      { sum: 1.5, nested: { list: [1, null, true, "x"] } },
      [],
      null,
      0,
      "text",
      "\u0000 and ' and \" and 😀",
      { "\u0000": "é e\u0301" },
      new Uint8Array([0, 1, 127, 128, 255]),
      new Uint8Array(0),
      new Uint8Array(20_000).map((_, i) => i % 251),
    ]
    const stored = states.map((state, i) => cell(0, { minute: NOON + i, state, value: null }))
    await save(store, stored)
    expect((await read(store, {})).map(row => row.state)).toEqual(states)
    await store.transact(writer(), async tx => expect(await tx.cells(stored)).toEqual(stored))
  })

  property("a view on a larger buffer is stored as the bytes it shows", async ({ store }) => {
    const buffer = new Uint8Array([9, 9, 1, 2, 9])
    await save(store, [cell(0, { state: buffer.subarray(2, 4) })])
    expect((await read(store, {}))[0]!.state).toEqual(new Uint8Array([1, 2]))
  })

  property("names and keys of any characters are told apart", async ({ store }) => {
    const keys = ["", " ", "de", "DE", "é", "e\u0301", "😀", "a\u0000", "a\u0000b", "%", "'", '"', "null"]
    const stored = keys.map((key, i) => cell(i, { dim: "country", key }))
    await save(store, stored)
    for (const [i, key] of keys.entries()) {
      expect(await read(store, { dim: "country", key })).toEqual([{ t: NOON * MINUTE, key, state: { sum: i } }])
    }
    await store.transact(writer(), async tx => expect(await tx.cells(stored)).toEqual(stored))
  })

  property("a cell is kept apart by shop, metric, minute, dimension and key", async ({ store }) => {
    const stored = [
      cell(1),
      cell(2, { shop: "other" }),
      cell(3, { metric: "orders" }),
      cell(4, { minute: NOON + 1 }),
      cell(5, { dim: "country", key: "DE" }),
      cell(6, { dim: "country", key: "FR" }),
    ]
    await save(store, stored)
    await store.transact(writer(), async tx => {
      expect(await tx.cells([...stored, cell(0, { key: "none" })])).toEqual(stored)
    })
    const values = async (query: Partial<CellQuery>) => (await read(store, query)).map(({ state }) => state)
    expect(await values({})).toEqual([{ sum: 1 }, { sum: 4 }])
    expect(await values({ shop: "other" })).toEqual([{ sum: 2 }])
    expect(await values({ metric: "orders" })).toEqual([{ sum: 3 }])
    expect(await values({ dim: "country" })).toEqual([{ sum: 5 }, { sum: 6 }])
    expect(await values({ dim: "country", key: "FR" })).toEqual([{ sum: 6 }])
  })

  property("a read has its first minute and not its last", async ({ store }) => {
    await save(
      store,
      [-1, 0, 1, 2].map(i => cell(i, { minute: NOON + i })),
    )
    const rows = await read(store, { from: NOON * MINUTE, to: (NOON + 2) * MINUTE })
    expect(rows.map(({ t }) => t / MINUTE - NOON)).toEqual([0, 1])
    expect(await read(store, { from: NOON * MINUTE, to: NOON * MINUTE })).toEqual([])
  })

  property("what the caller changes afterwards does not change the store", async ({ store }) => {
    const state = { sum: 1 }
    await save(store, [cell(0, { state })])
    state.sum = 2
    const [row] = await read(store, {})
    expect(row!.state).toEqual({ sum: 1 })
    ;(row!.state as { sum: number }).sum = 3
    expect((await read(store, {}))[0]!.state).toEqual({ sum: 1 })
  })

  property(
    "entities are read back by any writer, replaced as a whole, and listed newest change first",
    async ({ store }) => {
      const session = entity("order-1", { of: "a session" }, at("2025-01-03T12:01Z"), { kind: "session" })
      const stored = [1, 2, 3].map(i => entity(`order-${i}`, { total: i }, at(`2025-01-03T12:0${i}Z`)))
      await store.transact(writer(0), tx => tx.saveEntities([...stored, session]))
      const changed = entity("order-1", { total: 100, refunds: ["é", "\u0000"] }, at("2025-01-04T00:00Z"), { rev: 1 })
      await store.transact(writer(1), async tx => {
        expect(await tx.entities([...stored, entity("order-9", {})])).toEqual(stored.map(kept))
        await tx.saveEntities([changed])
      })
      expect(await store.recentEntities("demo", "order", 2)).toEqual([kept(changed), kept(stored[2]!)])
      expect(await store.entity(changed)).toEqual(kept(changed))
      expect(await store.entity(session)).toEqual(kept(session))
      expect(await store.entity(entity("order-1", {}, 0, { shop: "other" }))).toBeUndefined()
    },
  )

  property(
    "an entity that another writer changed since it was read is Stale, and nothing of the change stays",
    async rig => {
      const { store } = rig
      const save = (by: number, ...entities: Entity[]) =>
        store.transact(writer(by), async tx => {
          await tx.saveCells([cell(by)])
          await tx.saveEntities(entities)
        })
      const [known, other] = [entity("order-1", { of: 0 }), entity("order-2", { of: 0 })]
      await save(0, known)
      for (const stale of [entity("order-1", { of: 1 }), entity("order-1", { of: 1 }, 0, { rev: 2 })]) {
        expect(await failureOf(save(1, other, stale))).toBeInstanceOf(Stale)
      }
      expect(await failureOf(save(1, entity("never-saved", {}, 0, { rev: 1 })))).toBeInstanceOf(Stale)
      await save(2, entity("order-1", { of: 2 }, 0, { rev: 1 }))
      expect(await store.entity(known)).toMatchObject({ summary: { of: 2 }, rev: 2 })
      expect(await store.entity(other)).toBeUndefined()
      expect((await read(store, {})).map(({ state }) => state)).toEqual([{ sum: 0 }, { sum: 2 }])
    },
  )

  property("a raw event that comes with its text is the same as one without", async ({ store }) => {
    const [plain, written] = [raw(1), raw(2)]
    await store.transact(writer(), tx => tx.appendRaw([plain, { ...written, text: JSON.stringify(written.event) }]))
    expect(await store.scanRaw(writer(), 0, 5)).toEqual([plain, written])
  })

  property("raw events are listed newest first for a shop, and in log order for a writer", async ({ store }) => {
    const events = [raw(7, "2025-01-03T12:02:00Z"), raw(8, "2025-01-03T12:01:00Z"), raw(9, "2025-01-03T12:03:00Z")]
    const unicode = raw(10, "2025-01-03T12:00:00Z")
    unicode.event.properties = { text: "é \u0000 😀 ' \"", none: null, yes: true }
    await store.transact(writer(), tx => tx.appendRaw([...events, unicode]))
    await store.transact(writer(1), tx => tx.appendRaw([raw(0, undefined, "other")]))
    const offsets = (rows: { offset: number }[]) => rows.map(({ offset }) => offset)
    expect(offsets(await store.recentRaw("demo", 3))).toEqual([9, 7, 8])
    expect(offsets(await store.scanRaw(writer(), 8, 2))).toEqual([8, 9])
    expect(await store.scanRaw(writer(), 10, 5)).toEqual([unicode])
    expect(await store.recentRaw("other", 5)).toEqual([raw(0, undefined, "other")])
    expect(await store.scanRaw(writer(5), 0, 5)).toEqual([])
  })

  property("dead letters come back newest first, with the shop where it was known", async ({ store }) => {
    const letter = { offset: 1, poison: "{\u0000", reason: "no JSON" }
    await store.transact(writer(2), tx => tx.deadLetter([letter, { ...letter, offset: 2, shop: "demo" }]))
    expect(await store.deadLetters(5)).toEqual([
      { ...letter, ...writer(2), offset: 2, shop: "demo" },
      { ...letter, ...writer(2), offset: 1 },
    ])
    expect(await store.deadLetters(1)).toHaveLength(1)
  })

  property("a dead letter that was sent again says so, since the first time", async ({ store }) => {
    const letter = { poison: "{", reason: "no JSON" }
    await store.transact(writer(), tx => tx.deadLetter([1, 2].map(offset => ({ ...letter, offset }))))
    await store.markResubmitted([
      { ...writer(), offset: 1 },
      { ...writer(1), offset: 2 },
    ])
    const [second, first] = await store.deadLetters(5)
    expect(second).toEqual({ ...letter, ...writer(), offset: 2 })
    expect(Date.parse(first!.resubmitted_at!)).toBeGreaterThan(0)
    await store.markResubmitted([{ ...writer(), offset: 1 }])
    expect(await store.deadLetters(5)).toEqual([second!, first!])
  })

  property("dead letters are dropped by the time they were buried", async ({ store }) => {
    await store.transact(writer(), tx => tx.deadLetter([{ offset: 1, poison: "{", reason: "no JSON" }]))
    const hour = 3_600_000
    const others = { minute: 0, hour: 0, day: 0 }
    await store.retain({ raw: Date.now() - hour, ...others })
    expect(await store.deadLetters(5)).toHaveLength(1)
    await store.retain({ raw: Date.now() + hour, ...others })
    expect(await store.deadLetters(5)).toEqual([])
  })

  property("empty calls change nothing", async ({ store }) => {
    await store.saveShop(shop())
    await store.transact(writer(), async tx => {
      expect(await tx.admit([])).toEqual([])
      expect(await tx.cells([])).toEqual([])
      expect(await tx.entities([])).toEqual([])
      await Promise.all([tx.saveCells([]), tx.saveEntities([]), tx.appendRaw([]), tx.deadLetter([])])
    })
    expect(await store.checkpoint(writer())).toBeUndefined()
    expect(await store.sync()).toEqual([])
    expect(await store.dirty(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })
}
