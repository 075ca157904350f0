import { expect, test } from "bun:test"
import fc from "fast-check"
import { contribute, count, defineMetric, defineSessionMetric, defineVisitorMetric } from "../../plugins/kit/index.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { AnyEntityMetric } from "../pipeline/entities.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { rollUps } from "../pipeline/upkeep.ts"
import { loadPlugins, OWN_PLUGINS } from "../plugins.ts"
import { HOUR } from "../store/calendar.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Store } from "../store/store.ts"
import { shop } from "../store/testing/rows.ts"
import { backfill } from "./backfill.ts"
import { everyStore, fold, LATER, settings, shown, ZONE } from "./testing/stage.ts"

const { plugins } = await loadPlugins([OWN_PLUGINS])
const old = defineMetric({ name: "old", title: "Old", unit: "count", on: ["*"], ...count() })
/** Every metric of sessions, orders and visitors that there is. */
const added = plugins
  .map(({ plugin }) => plugin)
  .filter((plugin): plugin is AnyEntityMetric => ["session", "order", "visitor"].includes(plugin.kind))
const both = [old, ...added]
const registry = createRegistry(both)

const backfillAll = async (store: Store, span: { from?: number; to?: number } = {}) => {
  let cells = 0
  for (const metric of added) cells += (await backfill({ store, metric, ...settings, ...span })).cells
  return cells
}

/** What the metrics would be, had they been there from the start. */
async function fromTheStart(events: readonly ShopEvent[]): Promise<Store> {
  const store = memoryStore()
  await store.saveShop(shop({ timezone: ZONE }))
  await fold(memoryLog(), store, both, events)
  return store
}

for (const [name, open] of Object.entries(await everyStore("backfill of entities"))) {
  const numRuns = name === "memory" ? 30 : 8

  test(`on ${name}, backfilled metrics of sessions, orders and visitors equal ones that were there from the start`, async () => {
    const halves = fc.tuple(history(30), history(30), fc.integer({ min: 1, max: 3 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(halves, async ([before, after, partitions, inParts]) => {
        const wanted = await fromTheStart([...before, ...after])
        await open(async store => {
          const log = memoryLog({ partitions })
          await fold(log, store, [old], before)
          await fold(log, store, both, after, async () => {
            const middle = Date.UTC(2026, 2, 1, 14)
            if (inParts) await backfillAll(store, { to: middle })
            await backfillAll(store, inParts ? { from: middle } : {})
          })
          expect(await shown(store, added, "minute")).toEqual(await shown(wanted, added, "minute"))
          // Again: there is nothing left to do.
          expect(await backfillAll(store)).toBe(0)
          await rollUps({ store, registry, ...settings })
          expect(await shown(store, added, "hour")).toEqual(await shown(wanted, added, "hour"))
        })
      }),
      { numRuns },
    )
  })

  test(`on ${name}, a metric that was taken out for a while and put back is made whole, minutes gone meanwhile included`, async () => {
    const thirds = fc.tuple(history(20), history(20), history(20))
    await fc.assert(
      fc.asyncProperty(thirds, async ([first, without, last]) => {
        const wanted = await fromTheStart([...first, ...without, ...last])
        await open(async store => {
          const log = memoryLog({ partitions: 2 })
          await store.saveShop(shop({ timezone: ZONE }))
          await fold(log, store, both, first)
          await rollUps({ store, registry, ...settings })
          const keepAllBut = { raw: 0, hour: 0, day: 0 }
          await store.retain({ ...keepAllBut, minute: LATER })
          await fold(log, store, [old], without)
          await fold(log, store, both, last)
          await backfillAll(store)
          await rollUps({ store, registry, ...settings })
          for (const grain of ["hour", "day"] as const) {
            expect(await shown(store, added, grain)).toEqual(await shown(wanted, added, grain))
          }
          await store.retain({ ...keepAllBut, minute: LATER })
          expect(await backfillAll(store)).toBe(0)
        })
      }),
      { numRuns },
    )
  })
}

const visit = (i: number, timestamp: string): ShopEvent => ({
  ...{ event_id: `${i} ${timestamp}`, event_type: "page_view", timestamp, session_id: `s${i}` },
})

const visits = defineSessionMetric({
  ...{ name: "visits", title: "Visits", unit: "count" },
  contribute: session => contribute(session.first, 1),
})

test("what dropped sessions gave stays, and what is older than the sessions that are kept is not touched", async () => {
  const store = memoryStore()
  const log = memoryLog()
  const [gone, atTheEdge, kept] = [31, 30, 3].map(days => new Date(LATER - days * 24 * HOUR).toISOString())
  await fold(log, store, [visits], [visit(1, gone!), visit(2, atTheEdge!), visit(3, kept!)])
  const wanted = await shown(store, [visits], "minute")
  await store.retain({ raw: LATER - 30 * 24 * HOUR, minute: 0, hour: 0, day: 0 })
  const { cells } = await backfill({ store, metric: visits, ...settings })
  expect([cells, await shown(store, [visits], "minute")]).toEqual([0, wanted])
})

test("a changed metric is made right: its cells become what its new definition says", async () => {
  const store = memoryStore()
  const log = memoryLog()
  const events = fc.sample(history(40), { numRuns: 1, seed: 3 })[0]!
  const [before, after] = [events.slice(0, 20), events.slice(20)]
  const twice = { ...visits, contribute: (session: { first: number }) => contribute(session.first, 2) }
  await fold(log, store, [visits], before)
  await fold(log, store, [twice], after)
  await backfill({ store, metric: twice, ...settings })
  const wanted = memoryStore()
  await fold(memoryLog(), wanted, [twice], events)
  expect(await shown(store, [visits], "minute")).toEqual(await shown(wanted, [visits], "minute"))
})

test("a metric that throws on some visitors has what it makes of the others, and says why", async () => {
  const store = memoryStore()
  const picky = defineVisitorMetric({
    ...{ name: "picky", title: "Picky", unit: "count" },
    contribute: visitor => {
      if (visitor.first % 2) throw new Error("odd")
      return contribute(visitor.first, 1)
    },
  })
  const log = memoryLog()
  const at = (ms: number) => new Date(Date.UTC(2026, 2, 1, 12) + ms).toISOString()
  await fold(log, store, [old], [visit(1, at(0)), visit(2, at(1)), visit(3, at(2))])
  await fold(log, store, [old, picky], [])
  const report = await backfill({ store, metric: picky, ...settings })
  expect(report).toMatchObject({ of: "visitor", read: 3, counted: 2, cells: 1, failure: "Error: odd", shops: ["demo"] })
})

test("of two backfills at once one is saved, and the other says so", async () => {
  const store = memoryStore()
  const log = memoryLog()
  const events = fc.sample(history(40), { numRuns: 1, seed: 1 })[0]!
  await fold(log, store, [old], events)
  await fold(log, store, [old, visits], [])
  const outcomes = await Promise.allSettled([1, 2].map(() => backfill({ store, metric: visits, ...settings })))
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  expect(String(outcomes.find(outcome => outcome.status === "rejected")?.reason)).toMatch(/another backfill of visits/)
})

test("a metric that no server counts yet is refused, as its past has not ended", async () => {
  const store = memoryStore()
  await fold(memoryLog(), store, [old], fc.sample(history(10), { numRuns: 1, seed: 2 })[0]!)
  expect(await backfill({ store, metric: visits, ...settings }).catch(String)).toMatch(
    /no server has counted visits yet/,
  )
})
