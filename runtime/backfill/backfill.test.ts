import { expect, test } from "bun:test"
import fc from "fast-check"
import { count, defineDerived, defineMetric, sum, uniques } from "../../plugins/kit/index.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { rollUps } from "../pipeline/upkeep.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { backfill } from "./backfill.ts"
import { everyStore, fold, settings, shown } from "./testing/stage.ts"

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

for (const [name, open] of Object.entries(await everyStore("backfill"))) {
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
              if (inParts) await backfill({ store, metric, ...settings, to: Date.UTC(2026, 2, 1, 13, 30) })
              await backfill({ store, metric, ...settings })
              // Again: there is nothing left to do.
              expect((await backfill({ store, metric, ...settings })).counted).toBe(0)
            }
          })
          expect(await shown(store, added, "minute")).toEqual(await shown(wanted, added, "minute"))
          await rollUps({ store, registry: createRegistry([old, ...added]), ...settings })
          expect(await shown(store, added, "hour")).toEqual(await shown(wanted, added, "hour"))
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
  const outcomes = await Promise.allSettled([1, 2].map(() => backfill({ store, metric: people, ...settings })))
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  expect(String(outcomes.find(outcome => outcome.status === "rejected")?.reason)).toMatch(/another backfill of people/)
})

test("a metric that no server counts yet is refused, as its past has not ended", async () => {
  const store = memoryStore()
  await fold(memoryLog(), store, [old], fc.sample(history(10), { numRuns: 1, seed: 2 })[0]!)
  const refusal = await backfill({ store, metric: people, ...settings }).catch(String)
  expect(refusal).toMatch(/no server has counted people yet.*restart the server/)
})

test("a ratio and a metric of bots are refused, with what to do", async () => {
  const ratio = defineDerived({
    name: "share",
    title: "Share",
    unit: "percent",
    of: ["spent", "people"],
    read: () => 1,
  })
  const bots = defineMetric({ ...people, name: "bots", audience: "bots" })
  const refused = async (metric: typeof ratio | typeof bots) => {
    const run = async () => backfill({ store: memoryStore(), metric, ...settings })
    return run().catch(String)
  }
  expect(await refused(ratio)).toMatch(/share is computed from spent and people.*backfill these instead/)
  expect(await refused(bots)).toMatch(/bots counts bots, which raw events do not keep/)
})
