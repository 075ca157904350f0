import { expect, test } from "bun:test"
import { count, defineMetric } from "../../plugins/kit/index.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Store } from "../store/store.ts"
import { withFolder } from "../testing/folder.ts"
import { createRegistry } from "./registry.ts"
import { rollUps } from "./upkeep.ts"

const HOUR = 3_600_000
const NOON = Date.parse("2026-03-01T12:00:00.000Z")
const counting = (name: string) => defineMetric({ name, title: "T", unit: "count", on: ["*"], ...count() })
const never = (): never => {
  throw new Error("boom")
}

/** A store where each metric has counted in two minutes of one hour. */
async function counted(store: Store, ...metrics: string[]) {
  await store.transact({ log: "log", partition: 0 }, async tx => {
    const cells = metrics.flatMap(metric =>
      [0, 1].map(i => ({ shop: "demo", metric, minute: NOON / 60_000 + i, dim: "", key: "", state: 1_000, value: 1 })),
    )
    await tx.saveCells(cells)
  })
  const hour = async (metric: string) =>
    (await store.read({ shop: "demo", metric, dim: "", from: NOON, to: NOON + HOUR }, "hour")).map(({ state }) => state)
  const dirty = async () => (await store.dirty(NOON + 2 * HOUR, 100, metrics)).map(({ metric }) => metric)
  return { hour, dirty }
}

test("a metric that cannot be put together is told of and waits, and every other is rolled up", () =>
  withFolder(async folder => {
    const store = await sqliteStore({ folder })
    const { hour, dirty } = await counted(store, "bad", "good", "ugly")
    const bad = { ...counting("bad"), merge: never }
    const ugly = { ...counting("ugly"), read: never }
    const troubles: unknown[] = []
    const options = { store, currencyOf: () => "USD", clock: () => NOON + 2 * HOUR }
    await rollUps({
      ...options,
      registry: createRegistry([bad, counting("good"), ugly]),
      onTrouble: trouble => troubles.push(trouble),
    })
    expect(await hour("good")).toEqual([2_000])
    expect(troubles.map(String).map(line => line.split(" ")[1])).toEqual(["bad", "ugly"])
    expect(new Set(await dirty())).toEqual(new Set(["bad", "ugly"]))

    const mended = createRegistry(["bad", "good", "ugly"].map(counting))
    await rollUps({ ...options, registry: mended })
    expect([await hour("bad"), await hour("ugly"), await dirty()]).toEqual([[2_000], [2_000], []])
    await store.close()
  }))
