import { expect, test } from "bun:test"
import fc from "fast-check"
import { count, defineMetric } from "../../plugins/kit/index.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import { startPipeline } from "../pipeline/pipeline.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { Breaker } from "../plugins/breaker.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Store } from "../store/store.ts"
import { eventually } from "../store/testing/eventually.ts"
import { backfill } from "./backfill.ts"
import { append, everyStore, LATER, settings, shown } from "./testing/stage.ts"

const head = {
  name: "seen",
  title: "Seen",
  unit: "count",
  on: ["*"],
  by: { type: (e: ShopEvent) => e.event_type },
} as const
const mended = defineMetric({ ...head, ...count() })
const old = defineMetric({ ...head, name: "old", ...count() })

/** Counts as `mended` does, but for a moody one that throws on events of some types. */
const moody = (types: readonly string[]) =>
  defineMetric({
    ...head,
    ...count(e => {
      if (types.includes(e.event_type)) throw new Error(`cannot bear ${e.event_type}`)
      return true
    }),
  })

/** Folds on a partition, batch by batch, with whichever version of the metric there is at the moment. */
async function folding(store: Store) {
  const log = memoryLog({ batch: 3 })
  let registry = createRegistry([old])
  let end = 0
  const time = { now: LATER }
  const pipeline = await startPipeline({
    ...{ log, store, ...settings, breaker: new Breaker(() => time.now), onCommit: () => {} },
    get registry() {
      return registry
    },
    onTrouble: error => {
      throw error
    },
  })
  return {
    pipeline,
    /** Time passes, so that a metric that is left out is tried again. */
    pass: (ms: number) => {
      time.now += ms
    },
    async use(version?: ReturnType<typeof moody>) {
      registry = createRegistry(version ? [old, version] : [old])
      await pipeline.adopt()
    },
    async fold(events: Parameters<typeof append>[1]) {
      end += events.length
      await append(log, events)
      await eventually(async () => ((await store.checkpoint({ log: log.id, partition: 0 })) ?? 0) >= end)
    },
  }
}

const types = fc.subarray(["product_view", "add_to_cart", "purchase", "refund", "search", "page_view"])
const eras = fc.array(fc.record({ events: history(25), types, pause: fc.constantFrom(0, 500, 5_000) }), {
  maxLength: 4,
})

for (const [name, open] of Object.entries(await everyStore("mending"))) {
  test(`on ${name}, what a metric missed, for however long, is counted once by the version that is mended`, async () => {
    await fc.assert(
      fc.asyncProperty(history(10), eras, fc.boolean(), history(10), (before, eras, early, after) =>
        open(async store => {
          const room = await folding(store)
          await room.fold(before)
          for (const { events, types, pause } of eras) {
            await room.use(moody(types))
            await room.fold(events)
            room.pass(pause)
          }
          await room.use(mended)
          // What is mended while events come in, and what was mended before, is not counted again.
          if (early) await backfill({ store, metric: mended, ...settings })
          await room.fold(after)
          await backfill({ store, metric: mended, ...settings })
          expect((await backfill({ store, metric: mended, ...settings })).counted).toBe(0)
          await room.pipeline.stop()
          const renamed = JSON.stringify(await shown(store, [old], "minute")).replaceAll(`"old `, `"seen `)
          expect(await shown(store, [mended], "minute")).toEqual(JSON.parse(renamed))
        }),
      ),
      { numRuns: name === "memory" ? 40 : 10 },
    )
  })
}

test("a version that fails still on what was missed changes nothing, and says what it fails on", async () => {
  const store = memoryStore()
  const room = await folding(store)
  const failing = moody(["page_view"])
  await room.use(failing)
  await room.fold([{ event_id: "a", event_type: "page_view", timestamp: "2026-03-01T12:00:00.000Z", user_id: "u" }])
  await room.pipeline.stop()
  const refusal = await backfill({ store, metric: failing, ...settings }).catch(String)
  expect(refusal).toMatch(/seen fails still on what it missed: Error: cannot bear page_view; nothing was changed/)
  expect((await backfill({ store, metric: mended, ...settings })).counted).toBe(1)
})
