import { expect } from "bun:test"
import { MINUTE } from "../../calendar.ts"
import type { Entity, Snapshot, Store } from "../../store.ts"
import type { Property } from "../rig.ts"
import { at, cell, entity, kept, NOON, rollUpAll, save, shop, writer } from "../rows.ts"

const REVENUE = { kind: "order", metric: "revenue" } as const

async function all<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

const saveAll = (store: Store, entities: readonly Entity[]) => store.transact(writer(), tx => tx.saveEntities(entities))

/** What the cells of a snapshot add up to: `{"2025-01-03T12:00:00.000Z minute": 5}`. */
async function sumsOf(snapshot: Snapshot): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const { minute, grain, state } of await all(snapshot.cells())) {
    const name = `${new Date(minute * MINUTE).toISOString()} ${grain}`
    sums[name] = (sums[name] ?? 0) + (state as { sum: number }).sum
  }
  return sums
}

/** One moment, looked at for a while. */
export function snapshots(property: Property): void {
  property("a snapshot stays as it was taken, whatever commits while it is looked at", async ({ store }) => {
    await saveAll(store, [entity("a", 1), entity("b", 1)])
    await save(store, [cell(5)])
    await store.snapshot(REVENUE, async snapshot => {
      const entities = snapshot.entities()[Symbol.asyncIterator]()
      const first = await entities.next()
      await saveAll(store, [entity("a", 2, undefined, { rev: 1 }), entity("c", 2)])
      await save(store, [cell(7), cell(7, { minute: NOON + 1 })])
      const rest: Entity[] = first.done ? [] : [...first.value]
      for (let next = await entities.next(); !next.done; next = await entities.next()) rest.push(...next.value)
      expect(rest.map(({ id, summary }) => [id, summary]).sort()).toEqual([
        ["a", 1],
        ["b", 1],
      ])
      expect(await sumsOf(snapshot)).toEqual({ "2025-01-03T12:00:00.000Z minute": 5 })
    })
    expect(await store.entity(entity("a", 2))).toMatchObject({ summary: 2 })
  })

  property("a snapshot has all entities of its kind, of every shop, and whole", async ({ store }) => {
    const orders = Array.from({ length: 12_345 }, (_, i) =>
      entity(`order ${i}`, { n: i, text: "ünï" }, i, { shop: i % 2 ? "demo" : "other" }),
    )
    await saveAll(store, [...orders, entity("s", {}, 0, { kind: "session" }), entity("v", {}, 0, { kind: "visitor" })])
    const found = await store.snapshot(REVENUE, snapshot => all(snapshot.entities()))
    const byTime = (a: Entity, b: Entity) => a.updated - b.updated
    expect(found.toSorted(byTime)).toEqual(orders.map(kept))
  })

  property(
    "a snapshot has the cells of every writer, shop and dimension, and of its metric only",
    async ({ store }) => {
      await save(store, [cell(1), cell(2, { dim: "country", key: "DE" }), cell(9, { metric: "orders" })], writer(0))
      await save(store, [cell(3), cell(4, { shop: "other" })], writer(1))
      const cells = await store.snapshot(REVENUE, snapshot => all(snapshot.cells()))
      const told = cells.map(({ shop, dim, key, state }) => [shop, dim, key, (state as { sum: number }).sum])
      expect(told.map(row => row.join()).sort()).toEqual(["demo,,,1", "demo,,,3", "demo,country,DE,2", "other,,,4"])
      expect(new Set(cells.map(({ metric, minute }) => `${metric} ${minute}`))).toEqual(new Set([`revenue ${NOON}`]))
    },
  )

  property("of dropped minutes a snapshot has their hours, cut where a day begins, and what came later", async rig => {
    const { store } = rig
    // Days begin at 18:15Z.
    await store.saveShop(shop({ timezone: "Asia/Kathmandu" }))
    const minute = (iso: string) => at(iso) / MINUTE
    await save(store, [
      cell(1, { minute: minute("2025-01-01T18:05Z") }),
      cell(2, { minute: minute("2025-01-01T18:20Z") }),
      cell(4, { minute: minute("2025-01-01T18:50Z") }),
      cell(8, { minute: minute("2025-01-01T19:00Z") }),
      cell(16),
    ])
    await rollUpAll(store)
    await store.retain({ raw: 0, minute: at("2025-01-02T18:15Z"), hour: 0, day: 0 })
    await save(store, [cell(32, { minute: minute("2025-01-01T18:07Z") })], writer(1))
    expect(await store.snapshot(REVENUE, sumsOf)).toEqual({
      "2025-01-01T18:00:00.000Z hour": 1,
      "2025-01-01T18:07:00.000Z minute": 32,
      "2025-01-01T18:15:00.000Z hour": 6,
      "2025-01-01T19:00:00.000Z hour": 8,
      "2025-01-03T12:00:00.000Z minute": 16,
    })
  })

  property("a snapshot that was left early, or whose work failed, keeps nobody from writing", async ({ store }) => {
    await saveAll(store, [entity("a", 1)])
    const failed = await store
      .snapshot(REVENUE, async snapshot => {
        for await (const _ of snapshot.entities()) throw new Error("enough")
      })
      .catch(String)
    expect(failed).toBe("Error: enough")
    await saveAll(store, [entity("a", 2, undefined, { rev: 1 })])
    await store.sync()
    expect(await store.entity(entity("a", 2))).toMatchObject({ summary: 2 })
  })
}
