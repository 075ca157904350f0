import { afterAll, expect, test } from "bun:test"
import fc from "fast-check"
import { count, defineMetric, defineSessionMetric, sum, uniques } from "../../plugins/kit/index.ts"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Log } from "../log/log.ts"
import { startPipeline } from "../pipeline/pipeline.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { sinceOf } from "../pipeline/since.ts"
import { rollUps } from "../pipeline/upkeep.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { postgresStore } from "../store/drivers/postgres.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Grain, Store } from "../store/store.ts"
import { databasesOn, testServer } from "../store/testing/databases.ts"
import { eventually } from "../store/testing/eventually.ts"
import { withFolder } from "../testing/folder.ts"
import { backfill } from "./backfill.ts"

const LATER = Date.UTC(2026, 2, 9)
const old = defineMetric({ apiVersion: 1, name: "old", title: "Old", unit: "count", on: ["*"], ...count() })
const spent = defineMetric({
  ...{ apiVersion: 1, name: "spent", title: "Spent", unit: "money", on: ["purchase", "refund"] },
  by: { country: e => e.location?.country },
  ...sum(e => e.total_amount),
})
const people = defineMetric({
  ...{ apiVersion: 1, name: "people", title: "People", unit: "count", on: ["*"] },
  by: { type: e => e.event_type },
  ...uniques(e => e.user_id ?? e.session_id),
})
const added = [spent, people]
const currencyOf = () => "USD"

const append = (log: Log, events: readonly ShopEvent[]) =>
  log.append(events.map(event => ({ shop: "demo", source: "browser", received_at: event.timestamp, event })))

/** Folds events with the given metrics, and `beside` while it does; ends when all of the log is folded. */
async function fold(
  log: Log,
  store: Store,
  metrics: readonly Plugin[],
  events: readonly ShopEvent[],
  beside = async () => {},
) {
  const pipeline = await startPipeline({
    ...{ log, store, registry: createRegistry(metrics), currencyOf, clock: () => LATER },
    onCommit: () => {},
    onTrouble: error => {
      throw error
    },
  })
  const half = Math.floor(events.length / 2)
  await append(log, events.slice(0, half))
  await noted(store, log, metrics)
  await folded(store, log)
  await Promise.all([beside(), append(log, events.slice(half))])
  await folded(store, log)
  await pipeline.stop()
}

/** A backfill is asked for once the server runs: every partition has noted where it begins. */
async function noted(store: Store, log: Log, metrics: readonly Plugin[]): Promise<void> {
  for (const { name } of metrics) await eventually(async () => (await sinceOf(store, name)).length === log.partitions)
}

/** Waits until all of the log is folded. */
const folded = (store: Store, log: Log): Promise<void> =>
  eventually(async () => {
    const ends = await log.state()
    const at = await Promise.all(ends.map(({ partition }) => store.checkpoint({ log: log.id, partition })))
    return ends.every(({ end }, i) => (at[i] ?? 0) >= end)
  })

/** All that a reader sees of the metrics, at one grain. */
async function shown(store: Store, grain: Grain): Promise<unknown> {
  const read: Record<string, unknown> = {}
  for (const metric of added) {
    for (const dim of ["", ...Object.keys(metric.by ?? {})]) {
      const { merge, read: readingOf } = monoidOf(metric)
      const states = new Map<string, unknown>()
      for (const { t, key, state } of await store.read(
        { shop: "demo", metric: metric.name, dim, from: 0, to: LATER },
        grain,
      )) {
        const at = `${metric.name} ${dim} ${key} ${grain === "minute" ? t : Math.floor(t / 3_600_000)}`
        states.set(at, states.has(at) ? merge(states.get(at), state) : state)
      }
      for (const [at, state] of states) read[at] = readingOf(state)
    }
  }
  return read
}

type Open = (work: (store: Store) => Promise<void>) => Promise<void>
const stores: Record<string, Open> = {
  memory: work => work(memoryStore()),
  SQLite: work =>
    withFolder(async folder => {
      const store = await sqliteStore({ folder })
      await work(store).finally(() => store.close())
    }),
}
const server = await testServer("backfill on PostgreSQL")
if (server) {
  const databases = await databasesOn(server.url)
  stores.PostgreSQL = async work => {
    const url = await databases.fresh()
    const store = await postgresStore({ url })
    await work(store).finally(() => store.close())
    await databases.drop(url)
  }
  afterAll(async () => {
    await databases.close()
    await server.stop()
  })
}

for (const [name, open] of Object.entries(stores)) {
  const numRuns = name === "memory" ? 30 : 10

  test(`on ${name}, a backfilled metric equals one that was there from the start, minute for minute and rolled up`, async () => {
    await fc.assert(
      fc.asyncProperty(history(30), history(30), fc.boolean(), async (before, after, inParts) => {
        const wanted = memoryStore()
        const whole = memoryLog()
        await fold(whole, wanted, [old, ...added], [...before, ...after])
        await open(async store => {
          const log = memoryLog()
          await fold(log, store, [old], before)
          await fold(log, store, [old, ...added], after, async () => {
            for (const metric of added) {
              if (inParts) await backfill({ store, metric, currencyOf, to: Date.UTC(2026, 2, 1, 13, 30) })
              await backfill({ store, metric, currencyOf })
              // Again: there is nothing left to do.
              expect((await backfill({ store, metric, currencyOf })).counted).toBe(0)
            }
          })
          expect(await shown(store, "minute")).toEqual(await shown(wanted, "minute"))
          await rollUps({ store, registry: createRegistry([old, ...added]), currencyOf, clock: () => LATER })
          expect(await shown(store, "hour")).toEqual(await shown(wanted, "hour"))
        })
      }),
      { numRuns },
    )
  })
}

test("of two backfills at once one is saved, and the other says so", async () => {
  const store = memoryStore()
  const log = memoryLog()
  const events = fc.sample(history(40), { numRuns: 1, seed: 1 })[0]!
  await fold(log, store, [old], events)
  await fold(log, store, [old, ...added], [])
  const outcomes = await Promise.allSettled([1, 2].map(() => backfill({ store, metric: people, currencyOf })))
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  expect(String(outcomes.find(outcome => outcome.status === "rejected")?.reason)).toMatch(/another backfill of people/)
})

test("a metric that no server counts yet is refused, as its past has not ended", async () => {
  const store = memoryStore()
  await fold(memoryLog(), store, [old], fc.sample(history(10), { numRuns: 1, seed: 2 })[0]!)
  const refusal = await backfill({ store, metric: people, currencyOf }).catch(String)
  expect(refusal).toMatch(/no server has counted people yet.*restart the server/)
})

test("a metric of sessions is refused, with what to do", async () => {
  const sessions = defineSessionMetric({
    ...{ apiVersion: 1, name: "visits", title: "Visits", unit: "count" },
    contribute: () => [],
  })
  const refusal = await backfill({ store: memoryStore(), metric: sessions, currencyOf }).catch(String)
  expect(refusal).toMatch(/visits counts sessions.*count the event instead/)
})
