import { afterEach, describe, expect, test } from "bun:test"
import { join } from "node:path"
import { count, defineMetric } from "../../plugins/kit/index.ts"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import { sqliteLog } from "../log/drivers/sqlite.ts"
import type { Envelope, Log } from "../log/log.ts"
import { loadPlugins } from "../plugins.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import { CommitUnknown, type Store } from "../store/store.ts"
import { makeFolder } from "../testing/folder.ts"
import { type Pipeline, type PipelineOptions, startPipeline } from "./pipeline.ts"
import { createRegistry } from "./registry.ts"
import type { RoundResult } from "./round.ts"

const NOON = Date.UTC(2026, 2, 1, 12)
const { plugins } = await loadPlugins([join(import.meta.dir, "../../plugins")])
const registry = createRegistry(plugins.map(({ plugin }) => plugin))

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
const later = <T>(value: T, step: (value: T) => unknown): T => {
  undo.push(() => step(value))
  return value
}

const purchase = (order_id: string, total_amount = 10, fields: Partial<Envelope> = {}): Envelope => ({
  shop: "demo",
  source: "browser",
  received_at: new Date(NOON).toISOString(),
  event: {
    event_id: Bun.randomUUIDv7(),
    event_type: "purchase",
    timestamp: new Date(NOON).toISOString(),
    user_id: "visitor",
    session_id: "session",
    currency: "USD",
    order_id,
    total_amount,
  },
  ...fields,
})

/** A pipeline, and a way to wait until it has dealt with so many records since it started. */
async function running(options: Pick<PipelineOptions, "log" | "store"> & Partial<PipelineOptions>) {
  const results: RoundResult[] = []
  const troubles: string[] = []
  let dealtWith = 0
  const waiting = new Set<() => void>()
  const pipeline: Pipeline = later(
    await startPipeline({
      registry,
      currencyOf: () => "USD",
      clock: () => NOON,
      onCommit(result) {
        results.push(result)
        dealtWith += result.admitted + result.duplicates + result.poison
        for (const check of waiting) check()
      },
      onTrouble: error => troubles.push(String(error)),
      ...options,
    }),
    pipeline => pipeline.stop(),
  )
  const after = (records: number): Promise<void> =>
    new Promise(resolve => {
      const check = () => {
        if (dealtWith < records) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { pipeline, results, troubles, after }
}

/** What a metric reads for the minute in which everything here happens. */
async function total(store: Store, name: string): Promise<unknown> {
  const metric = registry.metrics.get(name)
  if (!metric || metric.kind === "derived") throw new Error(`expected a metric with cells, got ${name}`)
  const { zero, merge, read } = monoidOf(metric)
  const rows = await store.read({ shop: "demo", metric: name, dim: "", from: NOON, to: NOON + 60_000 }, "minute")
  return read(rows.map(row => row.state).reduce(merge, zero()))
}

/** The store with another way to run transactions. */
function altered(store: Store, transact: Store["transact"]): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === "transact") return transact
      const member = target[name as keyof Store]
      return typeof member === "function" ? member.bind(target) : member
    },
  })
}

const folder = (): string => later(makeFolder(), ({ remove }) => remove()).folder

const ends: Record<string, (at: string) => Promise<{ log: Log; store: Store }>> = {
  memory: async () => ({ log: memoryLog(), store: memoryStore() }),
  sqlite: async at => ({ log: await sqliteLog({ folder: at }), store: await sqliteStore({ folder: at }) }),
}

for (const [name, open] of Object.entries(ends)) {
  describe(`the pipeline on ${name}`, () => {
    const opened = async () => {
      const { log, store } = await open(folder())
      return { log: later(log, l => l.close()), store: later(store, s => s.close()) }
    }

    test("counts an event once, however often the log holds it", async () => {
      const { log, store } = await opened()
      const { after, results } = await running({ log, store })
      const event = purchase("A")
      await log.append([event, purchase("B"), event])
      await log.append([event])
      await after(4)
      expect(await total(store, "orders")).toBe(2)
      expect(results.reduce((n, r) => n + r.duplicates, 0)).toBe(2)
    })

    test("goes on where it stopped", async () => {
      const { log, store } = await opened()
      await log.append([purchase("A")])
      const first = await running({ log, store })
      await first.after(1)
      await first.pipeline.stop()
      await log.append([purchase("B"), purchase("C")])
      const second = await running({ log, store })
      await second.after(2)
      expect(second.results.map(r => r.duplicates)).toEqual(second.results.map(() => 0))
      expect(await total(store, "orders")).toBe(3)
    })

    test("keeps a poison record with its reason, and counts its neighbours", async () => {
      const { log, store } = await opened()
      const { after } = await running({ log, store })
      const broken = { ...purchase("X"), event: { ...purchase("X").event, timestamp: "yesterday" } }
      await log.append([purchase("A"), broken, purchase("B")])
      await after(3)
      expect(await total(store, "orders")).toBe(2)
      expect((await store.deadLetters(10)).map(letter => letter.reason)).toEqual([
        "event.timestamp: expected an ISO 8601 time since 1970",
      ])
    })

    test("a commit with an unknown outcome is looked up and never folded twice", async () => {
      const { log, store } = await opened()
      let broken = 0
      // The transaction commits and then the answer is lost: the worst case of a broken connection.
      const flaky = altered(store, async (writer, work) => {
        const result = await store.transact(writer, work)
        if (broken++ % 2 === 0) throw new CommitUnknown("the connection broke")
        return result
      })
      await running({ log, store: flaky })
      for (const id of ["A", "B", "C", "D", "E"]) await log.append([purchase(id, 1)])
      const { partition, end } = (await log.state())[0]!
      while ((await store.checkpoint({ log: log.id, partition })) !== end) await Bun.sleep(5)
      expect(await total(store, "orders")).toBe(5)
      expect(await total(store, "revenue")).toEqual({ USD: 5 })
    })

    test("a worker that loses a partition and regains it builds on what the other wrote", async () => {
      const { log, store } = await opened()
      await log.append([purchase("A")])
      const one = await running({ log, store })
      await one.after(1)
      // Another worker takes the partition over and folds the next event; the first one does not know.
      const writer = { log: log.id, partition: 0 }
      const elsewhere = purchase("B")
      await store.transact(writer, async tx => {
        await tx.fence(1, 2)
        await tx.admit([{ shop: "demo", id: elsewhere.event.event_id, received_at: elsewhere.received_at }])
        const id = { shop: "demo", metric: "orders", minute: NOON / 60_000, dim: "", key: "" }
        await tx.saveCells([{ ...id, state: 2000, value: 2 }])
      })
      await log.append([elsewhere, purchase("C")])
      while ((await store.checkpoint(writer)) !== 3) await Bun.sleep(5)
      expect(await total(store, "orders")).toBe(3)
    })

    test("goes on after the store was away, and says so meanwhile", async () => {
      const { log, store } = await opened()
      let away = true
      const flaky = altered(store, (writer, work) =>
        away ? Promise.reject(new Error("the store is away")) : store.transact(writer, work),
      )
      const { promise: seen, resolve } = Promise.withResolvers<void>()
      const { after, pipeline } = await running({ log, store: flaky, onTrouble: () => resolve() })
      await log.append([purchase("A")])
      await seen
      expect(pipeline.state()).toEqual({ state: "retrying", reason: "the store is away" })
      away = false
      await after(1)
      expect(pipeline.state()).toEqual({ state: "running" })
      expect(await total(store, "orders")).toBe(1)
    })

    test("a plugin that throws harms only its own numbers", async () => {
      const { log, store } = await opened()
      const explode = (): never => {
        throw new Error("boom")
      }
      const bad = defineMetric({ name: "bad", title: "Bad", unit: "count", on: ["*"], ...count(explode) })
      const { after, results } = await running({
        log,
        store,
        registry: createRegistry([...registry.metrics.values(), bad]),
      })
      await log.append([purchase("A")])
      await after(1)
      expect(await total(store, "orders")).toBe(1)
      expect([...results[0]!.failures]).toEqual([["bad", "Error: boom"]])
    })

    test("a log that was replaced is followed from its beginning, and that is recorded", async () => {
      const { log, store } = await opened()
      await log.append([purchase("A")])
      const first = await running({ log, store })
      await first.after(1)
      await first.pipeline.stop()
      const { log: other } = await open(folder())
      later(other, l => l.close())
      await other.append([purchase("B")])
      const second = await running({ log: other, store })
      await second.after(1)
      expect((await store.incidents()).map(incident => incident.code)).toEqual(["log_replaced"])
    })

    test("a log that ends before the checkpoint is read from its start again: nothing new is skipped, nothing counted twice", async () => {
      const { log, store } = await opened()
      const kept = [purchase("A"), purchase("B")]
      await log.append(kept)
      const first = await running({ log, store })
      await first.after(2)
      await first.pipeline.stop()
      await store.transact({ log: log.id, partition: 0 }, tx => tx.fence(2, 9))
      const second = await running({ log, store })
      await log.append([purchase("C")])
      await second.after(3)
      expect((await store.incidents()).map(incident => incident.code)).toEqual(["log_cut_back"])
      const rows = await store.scanRaw({ log: log.id, partition: 0 }, 0, 10)
      expect(rows.map(row => row.event.order_id).sort()).toEqual(["A", "B", "C"])
    })

    test("a new store on a trimmed log starts at the first record held, and says what is missing", async () => {
      const { log } = await opened()
      await log.append([purchase("A"), purchase("B")])
      await log.trim(0, 1)
      const { store } = await open(folder())
      later(store, s => s.close())
      const { after } = await running({ log, store })
      await log.append([purchase("C")])
      await after((await log.state())[0]!.end - (await log.state())[0]!.first)
      const [incident] = await store.incidents()
      expect(incident?.code).toBe("log_gap")
    })
  })
}

test("an order that two partitions change in turn keeps what each of them said, and nothing is counted twice", async () => {
  for (const store of [memoryStore(), await sqliteStore({ folder: folder() })]) {
    const log = memoryLog({ partitions: 2 })
    const { after, troubles, results } = await running({ log, store })
    const by = (user_id: string, total_amount: number, source: Envelope["source"], event_type = "purchase") => {
      const envelope = purchase("A", total_amount, { source })
      return { ...envelope, event: { ...envelope.event, event_type, user_id, session_id: user_id } }
    }
    const inTurn = [
      by("v1", 10, "browser"),
      by("v2", 12, "server"),
      by("v1", 3, "server", "refund"),
      by("v2", 4, "server", "refund"),
    ]
    for (const [i, envelope] of inTurn.entries()) {
      await log.append([envelope])
      await after(i + 1)
    }
    expect(await total(store, "orders")).toBe(1)
    expect(await total(store, "revenue")).toEqual({ USD: 5 })
    expect(results).toHaveLength(4)
    expect(troubles).toEqual([])
    await store.close()
  }
})
