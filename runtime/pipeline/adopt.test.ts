import { expect, test } from "bun:test"
import fc from "fast-check"
import { count, defineMetric } from "../../plugins/kit/index.ts"
import { backfill } from "../backfill/backfill.ts"
import { settings } from "../backfill/testing/stage.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Envelope } from "../log/log.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Store } from "../store/store.ts"
import { eventually } from "../store/testing/eventually.ts"
import { startPipeline } from "./pipeline.ts"
import { createRegistry } from "./registry.ts"
import { sinceOf } from "./since.ts"

const NOON = Date.parse("2026-03-01T12:00:00.000Z")
const counting = (name: string) => defineMetric({ name, title: "T", unit: "count", on: ["*"], ...count() })
const [old, young] = [counting("old"), counting("young")]
const PARTITIONS = 3

const view = (visitor: number): Envelope => {
  const timestamp = new Date(NOON).toISOString()
  const event = { event_id: crypto.randomUUID(), event_type: "page_view", timestamp, user_id: `v${visitor}` }
  return { shop: "demo", source: "browser", received_at: timestamp, event: { ...event, currency: "USD" } }
}

async function counted(store: Store, metric: string): Promise<number> {
  const rows = await store.read({ shop: "demo", metric, dim: "", from: NOON, to: NOON + 60_000 }, "minute")
  return rows.reduce((sum, { state }) => sum + (state as number), 0) / 1000
}

test("a metric that comes while events flow begins where a backfill ends, in busy partitions and in quiet ones", async () => {
  const visitors = fc.array(fc.nat(8), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(visitors, visitors, visitors, async (before, around, after) => {
      const [log, store] = [memoryLog({ partitions: PARTITIONS, batch: 4 }), memoryStore()]
      let registry = createRegistry([old])
      const pipeline = await startPipeline({
        ...{ log, store, currencyOf: () => "USD", clock: () => NOON, onCommit: () => {} },
        get registry() {
          return registry
        },
        onTrouble: error => {
          throw error
        },
      })
      await log.append(before.map(view))
      await eventually(async () => (await sinceOf(store, "old")).length === PARTITIONS)
      const arriving = log.append(around.map(view))
      registry = createRegistry([old, young])
      await pipeline.adopt()
      expect(await sinceOf(store, "young")).toHaveLength(PARTITIONS)
      await arriving
      await log.append(after.map(view))
      const all = before.length + around.length + after.length
      await eventually(async () => (await counted(store, "old")) === all)
      await backfill({ store, metric: young, ...settings })
      expect(await counted(store, "young")).toBe(all)
      await pipeline.stop()
    }),
    { numRuns: 25 },
  )
})
