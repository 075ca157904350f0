import { expect } from "bun:test"
import { MINUTE } from "../../calendar.ts"
import type { Grain, Store } from "../../store.ts"
import type { Property } from "../rig.ts"
import { add, at, cell, entity, raw, rollUpAll, save, shop, sums, writer } from "../rows.ts"

const NEVER = { raw: 0, minute: 0, hour: 0, day: 0 }
const minuteOf = (iso: string) => at(iso) / MINUTE

async function total(store: Store, grain: Grain, zone = "UTC") {
  const span = { from: at("2025-01-01T00:00Z"), to: at("2025-01-11T00:00Z") }
  return sums(await store.read({ shop: "demo", metric: "revenue", dim: "", ...span }, grain), grain, zone)
}

/** What is old goes; what stays is as it was. */
export function retention(property: Property): void {
  property("raw events go by event time, and nothing but they", async ({ store }) => {
    const kept = [raw(2, "2025-01-03T00:00:00.000Z"), raw(3, "2025-01-04T00:00:00.000Z")]
    await store.transact(writer(), tx => tx.appendRaw([...kept, raw(1, "2025-01-02T23:59:59.999Z")]))
    await store.transact(writer(), tx => tx.appendRaw([raw(4, "2024-01-01T00:00:00.000Z", "other")]))
    await save(store, [cell(1, { minute: 0 })])
    await store.retain({ ...NEVER, raw: at("2025-01-03T00:00Z") })
    expect(await store.scanRaw(writer(), 0, 10)).toEqual(kept)
    expect(await store.recentRaw("other", 10)).toEqual([])
    expect(await store.read({ shop: "demo", metric: "revenue", dim: "", from: 0, to: 1e9 }, "minute")).toHaveLength(1)
  })

  property("sessions go with raw events, visitors with hours, orders with days, by their latest change", async rig => {
    const { store } = rig
    const kinds = ["session", "visitor", "order"] as const
    const of = (kind: (typeof kinds)[number]) =>
      [1, 2, 3, 4].map(i => entity(`${i}`, {}, at(`2025-01-0${i}`), { kind }))
    await store.transact(writer(), tx => tx.saveEntities(kinds.flatMap(of)))
    await store.retain({ ...NEVER, raw: at("2025-01-04"), hour: at("2025-01-03"), day: at("2025-01-02") })
    const ids = async (kind: (typeof kinds)[number]) =>
      (await store.recentEntities("demo", kind, 10)).map(({ id }) => id)
    expect(await ids("session")).toEqual(["4"])
    expect(await ids("visitor")).toEqual(["4", "3"])
    expect(await ids("order")).toEqual(["4", "3", "2"])
  })

  property("thousands of old rows go in one call", async ({ store }) => {
    const old = Array.from({ length: 12_000 }, (_, i) => raw(i))
    await store.transact(writer(), tx => tx.appendRaw([...old, raw(12_000, "2025-02-01T00:00:00.000Z")]))
    await store.retain({ ...NEVER, raw: at("2025-02-01") })
    expect((await store.scanRaw(writer(), 0, 20_000)).map(({ offset }) => offset)).toEqual([12_000])
  })

  property("minutes go, and the hours and days they made stay as they were", async ({ store }) => {
    const days = [1, 2, 3].flatMap(day => [
      cell(day, { minute: minuteOf(`2025-01-0${day}T10:00Z`) }),
      cell(day * 10, { minute: minuteOf(`2025-01-0${day}T23:59Z`) }),
    ])
    await save(store, days)
    await rollUpAll(store)
    const [hours, wholeDays] = [await total(store, "hour"), await total(store, "day")]
    await store.retain({ ...NEVER, minute: at("2025-01-03T12:00Z") })
    expect(await total(store, "minute")).toEqual({ "2025-01-03T10:00:00.000Z ": 3, "2025-01-03T23:59:00.000Z ": 30 })
    expect(await total(store, "hour")).toEqual(hours)
    expect(await total(store, "day")).toEqual(wholeDays)
    await rollUpAll(store)
    expect(await total(store, "day")).toEqual(wholeDays)
  })

  property("minutes that are not rolled up yet stay, however old they are", async ({ store }) => {
    await save(store, [cell(7, { minute: minuteOf("2025-01-01T10:00Z") })])
    await store.retain({ ...NEVER, minute: at("2025-01-09") })
    expect(await total(store, "minute")).toEqual({ "2025-01-01T10:00:00.000Z ": 7 })
    await rollUpAll(store)
    await store.retain({ ...NEVER, minute: at("2025-01-09") })
    expect(await total(store, "minute")).toEqual({})
    expect(await total(store, "hour")).toEqual({ "2025-01-01T10:00:00.000Z ": 7 })
  })

  property(
    "an event that comes after its minutes went is added to its hour and its day, each time",
    async ({ store }) => {
      const minute = minuteOf("2025-01-01T10:00Z")
      await save(store, [cell(100, { minute })])
      for (const late of [1, 2, 3]) {
        await rollUpAll(store)
        await store.retain({ ...NEVER, minute: at("2025-01-09") })
        await store.transact(writer(), async tx => {
          expect(await tx.cells([cell(0, { minute })])).toEqual([])
          await tx.saveCells([cell(late, { minute })])
        })
        const sum = 100 + (late * (late + 1)) / 2
        expect(await total(store, "hour")).toEqual({ "2025-01-01T10:00:00.000Z ": sum })
        await rollUpAll(store)
        expect(await total(store, "hour")).toEqual({ "2025-01-01T10:00:00.000Z ": sum })
        expect(await total(store, "day")).toEqual({ "2025-01-01T00:00:00.000Z ": sum })
      }
    },
  )

  property("where midnight lies within an hour, days that are dropped leave that hour whole", async ({ store }) => {
    const zone = "Asia/Kathmandu"
    await store.saveShop(shop({ timezone: zone }))
    await save(store, [
      cell(1, { minute: minuteOf("2025-01-02T18:10Z") }),
      cell(10, { minute: minuteOf("2025-01-02T18:20Z") }),
    ])
    await rollUpAll(store)
    await store.retain({ ...NEVER, minute: at("2025-01-02T18:15Z") })
    expect(await total(store, "minute")).toEqual({ "2025-01-02T18:20:00.000Z ": 10 })
    await save(store, [cell(100, { minute: minuteOf("2025-01-02T18:21Z") })])
    for (let i = 0; i < 2; i++) {
      expect(await total(store, "hour", zone)).toEqual({ "2025-01-02T18:00:00.000Z ": 111 })
      expect(await total(store, "day", zone)).toEqual({
        "2025-01-01T18:15:00.000Z ": 1,
        "2025-01-02T18:15:00.000Z ": 110,
      })
      await rollUpAll(store)
    }
  })

  property("where midnight lies within an hour, both its days wait until that hour is rolled up", async ({ store }) => {
    await store.saveShop(shop({ timezone: "Asia/Kathmandu" }))
    const minutes = ["2025-01-02T18:10Z", "2025-01-02T18:20Z"]
    await save(
      store,
      minutes.map(iso => cell(1, { minute: minuteOf(iso) })),
    )
    for (const bucket of await store.dirty(at("2025-01-09"), 10))
      if (bucket.grain === "day") await store.rollUp(bucket, add)
    await store.retain({ ...NEVER, minute: at("2025-01-09") })
    expect(Object.values(await total(store, "minute"))).toEqual([1, 1])
    await rollUpAll(store)
    await store.retain({ ...NEVER, minute: at("2025-01-09") })
    expect(await total(store, "minute")).toEqual({})
    expect(Object.values(await total(store, "hour"))).toEqual([2])
  })

  property("hours and days go by their own limits, once their minutes are gone", async ({ store }) => {
    await save(
      store,
      [1, 2, 3, 4].map(day => cell(day, { minute: minuteOf(`2025-01-0${day}T10:00Z`) })),
    )
    await rollUpAll(store)
    await store.retain({ raw: 0, minute: at("2025-01-05"), hour: at("2025-01-03"), day: at("2025-01-02") })
    expect(Object.values(await total(store, "hour"))).toEqual([3, 4])
    expect(Object.values(await total(store, "day"))).toEqual([2, 3, 4])
  })
}
