import { expect } from "bun:test"
import { HOUR, MINUTE } from "../../calendar.ts"
import type { Dirty, Grain, Store } from "../../store.ts"
import { failureOf } from "../failure.ts"
import type { Property, Skips } from "../rig.ts"
import { add, at, cell, NOON, rollUpAll, save, shop, sums, writer } from "../rows.ts"

const noon = NOON * MINUTE
const HOUR_12: Dirty = { shop: "demo", metric: "revenue", grain: "hour", t: noon }
const JAN_3: Dirty = { shop: "demo", metric: "revenue", grain: "day", t: at("2025-01-03T00:00Z") }

async function total(store: Store, grain: Grain, from: string, to: string, dim = "", zone = "UTC") {
  return sums(
    await store.read({ shop: "demo", metric: "revenue", dim, from: at(from), to: at(to) }, grain),
    grain,
    zone,
  )
}

const marks = async (store: Store, before = Number.MAX_SAFE_INTEGER) =>
  (await store.dirty(before, 100)).map(({ grain, t }) => `${grain} ${new Date(t).toISOString().slice(0, 16)}`).sort()

/** Hours and days are the sum of their minutes, rolled up or not. */
export function rollUps(property: Property, skips: Skips): void {
  property("a changed minute marks its hour and its day, until they are rolled up", async ({ store }) => {
    await save(store, [cell(1), cell(2, { minute: NOON + 1, dim: "country", key: "DE" })])
    expect(await marks(store)).toEqual(["day 2025-01-03T00:00", "hour 2025-01-03T12:00"])
    await store.rollUp(HOUR_12, add)
    expect(await marks(store)).toEqual(["day 2025-01-03T00:00"])
    await store.rollUp(JAN_3, add)
    expect(await marks(store)).toEqual([])
    await save(store, [cell(5)])
    expect(await marks(store)).toEqual(["day 2025-01-03T00:00", "hour 2025-01-03T12:00"])
  })

  property("only hours and days that have ended are asked to be rolled up, oldest first", async ({ store }) => {
    await save(store, [cell(1), cell(1, { minute: NOON - 24 * 60 })])
    expect(await marks(store, noon - 23 * HOUR - 1)).toEqual([])
    expect(await marks(store, noon - 23 * HOUR)).toEqual(["hour 2025-01-02T12:00"])
    expect(await marks(store, noon)).toEqual(["day 2025-01-02T00:00", "hour 2025-01-02T12:00"])
    const [oldest] = await store.dirty(Number.MAX_SAFE_INTEGER, 1)
    expect(oldest).toEqual({ ...JAN_3, t: at("2025-01-02T00:00Z") })
  })

  property("marks of other metrics do not stand in the way of those asked for", async ({ store }) => {
    await save(store, [cell(1, { metric: "unloaded", minute: NOON - 24 * 60 }), cell(1)])
    expect((await store.dirty(Number.MAX_SAFE_INTEGER, 1)).map(({ metric }) => metric)).toEqual(["unloaded"])
    const asked = await store.dirty(Number.MAX_SAFE_INTEGER, 2, [cell(1).metric])
    expect(new Set(asked.map(({ metric }) => metric))).toEqual(new Set([cell(1).metric]))
  })

  property(
    "a rolled-up hour is the sum of the minutes of all writers, for the total and each key",
    async ({ store }) => {
      for (const partition of [0, 1]) {
        const cells = [0, 1, 59].flatMap(minute => [
          cell(1, { minute: NOON + minute }),
          cell(10, { minute: NOON + minute, dim: "country", key: "DE" }),
          cell(100, { minute: NOON + minute, dim: "country", key: "FR" }),
        ])
        await save(store, [...cells, cell(1000, { minute: NOON + 60 })], writer(partition))
      }
      await rollUpAll(store)
      const read = (dim: string) => total(store, "hour", "2025-01-03T12:00Z", "2025-01-03T13:00Z", dim)
      expect(await read("")).toEqual({ "2025-01-03T12:00:00.000Z ": 6 })
      expect(await read("country")).toEqual({ "2025-01-03T12:00:00.000Z DE": 60, "2025-01-03T12:00:00.000Z FR": 600 })
    },
  )

  property("a change after the roll-up is seen at once, and rolled up again", async ({ store }) => {
    await save(store, [cell(1), cell(1, { minute: NOON + 1 })])
    await rollUpAll(store)
    await save(store, [cell(5), cell(7, { minute: NOON + 2 })])
    const read = () => total(store, "hour", "2025-01-03T12:00Z", "2025-01-03T13:00Z")
    expect(await read()).toEqual({ "2025-01-03T12:00:00.000Z ": 13 })
    await rollUpAll(store)
    expect(await read()).toEqual({ "2025-01-03T12:00:00.000Z ": 13 })
    expect(await total(store, "day", "2025-01-03T00:00Z", "2025-01-04T00:00Z")).toEqual({
      "2025-01-03T00:00:00.000Z ": 13,
    })
  })

  property("rolling up twice, or what nobody changed, changes nothing", async ({ store }) => {
    await save(store, [cell(3)])
    for (let i = 0; i < 3; i++) {
      for (const bucket of [HOUR_12, JAN_3, { ...HOUR_12, t: noon + HOUR }]) await store.rollUp(bucket, add)
    }
    expect(await total(store, "day", "2025-01-03T00:00Z", "2025-01-05T00:00Z")).toEqual({
      "2025-01-03T00:00:00.000Z ": 3,
    })
    expect(await marks(store)).toEqual([])
  })

  property(
    "an hour that is touched while it is rolled up stays marked",
    async ({ store }) => {
      await save(store, [cell(1)])
      const touched: Promise<void>[] = []
      await store.rollUp(HOUR_12, (metric, states) => {
        touched.push(save(store, [cell(50, { minute: NOON + 1 })]))
        return add(metric, states)
      })
      await Promise.all(touched)
      expect(await marks(store)).toContain("hour 2025-01-03T12:00")
      const read = () => total(store, "hour", "2025-01-03T12:00Z", "2025-01-03T13:00Z")
      expect(await read()).toEqual({ "2025-01-03T12:00:00.000Z ": 51 })
      await rollUpAll(store)
      expect(await read()).toEqual({ "2025-01-03T12:00:00.000Z ": 51 })
    },
    skips.rollUps,
  )

  property(
    "a slow roll-up does not overwrite one that began later and saw more",
    async ({ store }) => {
      await save(store, [cell(1)])
      const later: Promise<void>[] = []
      await store.rollUp(HOUR_12, (metric, states) => {
        later.push(save(store, [cell(2)]).then(() => store.rollUp(HOUR_12, add)))
        later.push(save(store, [cell(3)]))
        return add(metric, states)
      })
      await Promise.all(later)
      await rollUpAll(store)
      expect(await total(store, "hour", "2025-01-03T12:00Z", "2025-01-03T13:00Z")).toEqual({
        "2025-01-03T12:00:00.000Z ": 3,
      })
    },
    skips.rollUps,
  )

  property(
    "a merge that fails fails the roll-up, and the mark stays",
    async ({ store }) => {
      await save(store, [cell(1)])
      const failing = store.rollUp(HOUR_12, () => {
        throw new Error("no such metric")
      })
      expect((await failureOf(failing))?.message).toContain("no such metric")
      expect(await marks(store)).toContain("hour 2025-01-03T12:00")
    },
    skips.rollUps,
  )

  property("hours and minutes at the edges of a span that is not whole come as minutes", async ({ store }) => {
    await save(
      store,
      [0, 10, 30, 60, 90].map(minute => cell(minute + 1, { minute: NOON + minute })),
    )
    await rollUpAll(store)
    expect(await total(store, "hour", "2025-01-03T12:10Z", "2025-01-03T13:30Z")).toEqual({
      "2025-01-03T12:00:00.000Z ": 42,
      "2025-01-03T13:00:00.000Z ": 61,
    })
    expect(await total(store, "hour", "2025-01-03T12:05Z", "2025-01-03T12:15Z")).toEqual({
      "2025-01-03T12:00:00.000Z ": 11,
    })
  })

  const zones = [
    { zone: "Europe/Berlin", day: "2025-03-30", from: "2025-03-29T23:00Z", to: "2025-03-30T22:00Z", hours: 23 },
    { zone: "Europe/Berlin", day: "2025-10-26", from: "2025-10-25T22:00Z", to: "2025-10-26T23:00Z", hours: 25 },
    { zone: "Asia/Kathmandu", day: "2025-01-03", from: "2025-01-02T18:15Z", to: "2025-01-03T18:15Z", hours: 24 },
  ]
  for (const { zone, day, from, to, hours } of zones) {
    property(`the day ${day} of ${zone}, of ${hours} hours, is the sum of exactly its minutes`, async ({ store }) => {
      await store.saveShop(shop({ timezone: zone }))
      const first = at(from) / MINUTE - 30
      const quarters = Array.from({ length: (hours + 1) * 4 }, (_, i) => first + i * 15)
      await save(
        store,
        quarters.map(minute => cell(1, { minute })),
      )
      const read = () => total(store, "day", from, to, "", zone)
      const expected = { [`${new Date(at(from)).toISOString()} `]: hours * 4 }
      expect(await read()).toEqual(expected)
      await rollUpAll(store)
      expect(await read()).toEqual(expected)
    })
  }

  property(
    "a rolled-up bucket is one row for each key, at the start of the bucket",
    async ({ store }) => {
      await save(store, [cell(1), cell(2, { minute: NOON + 1 })], writer(0))
      await save(store, [cell(3)], writer(1))
      await rollUpAll(store)
      const read = (grain: Grain) =>
        store.read({ shop: "demo", metric: "revenue", dim: "", from: JAN_3.t, to: JAN_3.t + 24 * HOUR }, grain)
      expect(await read("hour")).toEqual([{ t: noon, key: "", state: { sum: 6 } }])
      expect(await read("day")).toEqual([{ t: JAN_3.t, key: "", state: { sum: 6 } }])
      expect(await read("minute")).toHaveLength(3)
    },
    skips.rollUps,
  )

  property("when a shop moves to another zone, its days are cut anew", async ({ store }) => {
    const evening = at("2025-01-03T23:30Z") / MINUTE
    await save(store, [cell(1), cell(10, { minute: evening })])
    await rollUpAll(store)
    await store.saveShop(shop({ timezone: "Europe/Berlin" }))
    const read = () => total(store, "day", "2025-01-02T23:00Z", "2025-01-04T23:00Z", "", "Europe/Berlin")
    const expected = { "2025-01-02T23:00:00.000Z ": 1, "2025-01-03T23:00:00.000Z ": 10 }
    expect(await read()).toEqual(expected)
    await rollUpAll(store)
    expect(await read()).toEqual(expected)
  })
}
