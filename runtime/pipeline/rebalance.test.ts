import { afterAll, afterEach, describe, expect, test } from "bun:test"
import { count, defineMetric } from "../../plugins/kit/index.ts"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import { openTopic } from "../log/drivers/kafka/testing.ts"
import type { Envelope, Log } from "../log/log.ts"
import { visitorPerPartition } from "../log/testing/envelopes.ts"
import { SharedLog } from "../log/testing/shared.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Store } from "../store/store.ts"
import { makeFolder } from "../testing/folder.ts"
import { endTestKafka, testKafka } from "../testing/kafka.ts"
import { startPipeline } from "./pipeline.ts"
import { createRegistry } from "./registry.ts"
import type { RoundResult } from "./round.ts"

const NOON = Date.UTC(2026, 2, 1, 12)
const PARTITIONS = 2
const views = defineMetric({ name: "views", title: "Views", unit: "count", on: ["product_view"], ...count() })
const registry = createRegistry([views])
const visitors = visitorPerPartition(PARTITIONS)

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
afterAll(endTestKafka)

const view = (visitor: string): Envelope => ({
  shop: "demo",
  source: "browser",
  received_at: new Date(NOON).toISOString(),
  event: {
    event_id: Bun.randomUUIDv7(),
    event_type: "product_view",
    timestamp: new Date(NOON).toISOString(),
    user_id: visitor,
  },
})

/** What the collector would never let through: it becomes a dead letter. */
const broken = (visitor: string): Envelope => ({ ...view(visitor), received_at: "yesterday" })

async function work(log: Log, store: Store): Promise<RoundResult[]> {
  const results: RoundResult[] = []
  const pipeline = await startPipeline({
    ...{ log, store, registry, currencyOf: () => "USD", clock: () => NOON },
    onCommit: result => results.push(result),
    onTrouble() {},
  })
  undo.push(() => pipeline.stop())
  return results
}

async function allCommitted(log: Log, store: Store): Promise<void> {
  for (const { partition, end } of await log.state()) {
    while (((await store.checkpoint({ log: log.id, partition })) ?? 0) !== end) await Bun.sleep(5)
  }
}

/** Nothing left out, nothing twice: neither in what was counted nor in what was kept. */
async function expectExact(
  log: Log,
  store: Store,
  results: readonly RoundResult[],
  each: { good: number; bad: number },
) {
  const sum = (of: (result: RoundResult) => number) => results.reduce((n, result) => n + of(result), 0)
  expect({ admitted: sum(r => r.admitted), duplicates: sum(r => r.duplicates), poison: sum(r => r.poison) }).toEqual({
    admitted: each.good * PARTITIONS,
    duplicates: 0,
    poison: each.bad * PARTITIONS,
  })
  const rows = await store.read({ shop: "demo", metric: "views", dim: "", from: NOON, to: NOON + 60_000 }, "minute")
  const { zero, merge, read } = monoidOf(views)
  expect(read(rows.map(row => row.state).reduce(merge, zero()))).toBe(each.good * PARTITIONS)
  const letters = await store.deadLetters(10_000)
  expect(new Set(letters.map(({ partition, offset }) => `${partition}/${offset}`)).size).toBe(each.bad * PARTITIONS)
  expect(letters.length).toBe(each.bad * PARTITIONS)
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const offsets = (await store.scanRaw({ log: log.id, partition }, 0, 10_000)).map(row => row.offset)
    expect(offsets).toEqual([...new Set(offsets)].toSorted((a, b) => a - b))
    expect(offsets.length).toBe(each.good)
  }
}

/** The store with something happening at a phase of each transaction. */
function disturbed(store: Store, phase: Phase, happen: (partition: number) => void): Store {
  const transact: Store["transact"] = async (writer, body) => {
    if (phase === "before its transaction") happen(writer.partition)
    const result = await store.transact(writer, async tx => {
      if (phase === "at the beginning of its transaction") happen(writer.partition)
      const folded = await body(tx)
      if (phase === "before its commit") happen(writer.partition)
      return folded
    })
    if (phase === "after its commit") happen(writer.partition)
    return result
  }
  return new Proxy(store, {
    get(target, name) {
      if (name === "transact") return transact
      const member = target[name as keyof Store]
      return typeof member === "function" ? member.bind(target) : member
    },
  })
}

const PHASES = [
  "before its transaction",
  "at the beginning of its transaction",
  "before its commit",
  "after its commit",
] as const
type Phase = (typeof PHASES)[number]

const stores: Record<string, () => Promise<Store>> = {
  memory: async () => memoryStore(),
  async sqlite() {
    const { folder, remove } = makeFolder()
    undo.push(remove)
    return sqliteStore({ folder })
  },
}

for (const [name, open] of Object.entries(stores)) {
  describe(`two workers on ${name}`, () => {
    for (const phase of PHASES) {
      for (const moves of ["to the other", "to the other and back"] as const) {
        test(`a batch whose partition goes ${moves} ${phase} leaves no gap and no repeat`, async () => {
          const store = await open()
          undo.push(() => store.close())
          const shared = new SharedLog(PARTITIONS, 3)
          const [one, other] = [shared.reader(), shared.reader()]
          let turn = 0
          const moving = (from: Log, to: Log) =>
            disturbed(store, phase, partition => {
              if (turn++ % 3 !== 0) return
              shared.give(partition, to)
              if (moves === "to the other and back") shared.give(partition, from)
            })
          for (let partition = 0; partition < PARTITIONS; partition++) shared.give(partition, one)
          const results = [await work(one, moving(one, other)), await work(other, moving(other, one))]
          for (let i = 0; i < 20; i++) {
            shared.append(visitors.flatMap(visitor => [view(visitor), view(visitor), broken(visitor), view(visitor)]))
            await Bun.sleep(0)
          }
          await allCommitted(one, store)
          // The last commit is seen before its worker has told of it.
          for (const step of undo.splice(-2).reverse()) await step()
          await expectExact(one, store, results.flat(), { good: 60, bad: 20 })
        })
      }
    }

    test("that start at once on a log that was cut back record it, and neither is in the other's way", async () => {
      const store = await open()
      undo.push(() => store.close())
      const shared = new SharedLog(PARTITIONS, 100)
      const [one, other] = [shared.reader(), shared.reader()]
      shared.append(visitors.map(view))
      for (let partition = 0; partition < PARTITIONS; partition++) {
        await store.transact({ log: shared.id, partition }, tx => tx.fence(undefined, 9))
        shared.give(partition, partition === 0 ? one : other)
      }
      const results = await Promise.all([work(one, store), work(other, store)])
      await allCommitted(one, store)
      for (const step of undo.splice(-2).reverse()) await step()
      await expectExact(one, store, results.flat(), { good: 1, bad: 0 })
      expect((await store.incidents()).map(({ code }) => code)).toEqual(["log_cut_back", "log_cut_back"])
    })
  })
}

const kafka = await testKafka()
if ("bootstrap" in kafka) {
  test("two workers on Kafka: one that comes and goes under load leaves no gap and no repeat", async () => {
    const rig = await openTopic(kafka.bootstrap, { partitions: PARTITIONS, batch: 20 })
    undo.push(() => rig.dispose())
    const store = memoryStore()
    let rounds = 0
    const results = [await work(rig.log, store)]
    const load = async (more: number) => {
      for (const until = rounds + more; rounds < until; rounds++) {
        await rig.log.append(
          visitors.flatMap(visitor => [view(visitor), view(visitor), broken(visitor), view(visitor)]),
        )
      }
    }
    await load(50)
    const other = await rig.open()
    results.push(await work(other, store))
    await load(100)
    while (results[1]!.length === 0) await load(1)
    await undo.pop()!()
    await other.close()
    await load(50)
    await allCommitted(rig.log, store)
    await undo.pop()!()
    await expectExact(rig.log, store, results.flat(), { good: 3 * rounds, bad: rounds })
  })
}
