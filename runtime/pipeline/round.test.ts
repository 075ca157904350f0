import { expect, test } from "bun:test"
import { join } from "node:path"
import fc from "fast-check"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import { history } from "../../plugins/kit/testing/arbitrary.ts"
import type { Batch, Envelope, Offset } from "../log/log.ts"
import { partitionKey, partitionOf } from "../log/partition.ts"
import { loadPlugins } from "../plugins.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { type Cell, Fenced, Stale, type State, type Store, type Tx, type Writer } from "../store/store.ts"
import { failureOf } from "../store/testing/failure.ts"
import { HotState } from "./hot.ts"
import { createRegistry } from "./registry.ts"
import { beginRound, type Part } from "./round.ts"
import { cellKey } from "./slice.ts"

const PARTITIONS = 3
const { plugins } = await loadPlugins([join(import.meta.dir, "../../plugins")])
const registry = createRegistry(plugins.map(({ plugin }) => plugin))

const histories: fc.Arbitrary<Envelope[]> = history().map(events =>
  events.map((event, i) => ({
    shop: "demo",
    source: i % 2 === 0 ? "browser" : "server",
    received_at: event.timestamp,
    event: { currency: "USD", ...event },
  })),
)

/** Partitions of a round, how many records of each, and of which the worker remembers nothing, as after a hand-over. */
const rounds = fc.array(
  fc.record({
    partitions: fc.subarray([0, 1, 2], { minLength: 1 }),
    records: fc.integer({ min: 1, max: 8 }),
    forgotten: fc.subarray([0, 1, 2]),
  }),
  { maxLength: 30 },
)

/** A worker on a store, and what each cell reads with all writers merged. */
function worker(logs: readonly (readonly Envelope[])[], store: Store = memoryStore()) {
  const saved = new Map<number, Map<string, { metric: string; state: State }>>()
  const watched: Store = {
    ...store,
    async transact(writer, work, beside) {
      const saving: [partition: number, cells: readonly Cell[]][] = []
      const saveCells = (tx: Tx) => (cells: readonly Cell[], of: Writer) => {
        saving.push([of.partition, cells])
        return tx.saveCells(cells, of)
      }
      const result = await store.transact(
        writer,
        tx => work({ ...tx, saveCells: (cells, of = writer) => saveCells(tx)(cells, of) }),
        beside,
      )
      for (const [partition, cells] of saving) {
        const own = saved.get(partition) ?? new Map()
        saved.set(partition, own)
        for (const cell of cells) own.set(cellKey(cell), cell)
      }
      return result
    },
  }
  const context = { store: watched, registry, clock: () => Date.UTC(2026, 2, 1, 13), currencyOf: () => "USD" }
  const at: Offset[] = logs.map(() => 0)
  const hot = logs.map(() => new HotState())

  return {
    store,
    forget(partition: number) {
      hot[partition] = new HotState()
    },
    async round(partitions: readonly number[], records: number) {
      const parts = partitions.flatMap((partition): Part[] => {
        const from = at[partition]!
        const values = logs[partition]!.slice(from, from + records)
        if (values.length === 0) return []
        const batch: Batch = {
          ...{ log: "log", partition, from, next: from + values.length },
          records: values.map((value, i) => ({ offset: from + i, value })),
        }
        return [{ batch, checkpoint: from === 0 ? undefined : from, hot: hot[partition]! }]
      })
      if (parts.length === 0) return undefined
      const result = await beginRound(context, parts).committed.catch(error => {
        if (!(error instanceof Stale)) throw error
        for (const { hot } of parts) hot.drop()
        return beginRound(context, parts).committed
      })
      for (const { batch } of parts) at[batch.partition] = batch.next
      return result
    },
    readings(): Map<string, unknown> {
      const states = new Map<string, { metric: string; state: State }>()
      for (const own of saved.values()) {
        for (const [key, { metric, state }] of own) {
          const before = states.get(key)
          states.set(key, { metric, state: before ? monoidFor(metric).merge(before.state, state) : state })
        }
      }
      return new Map(
        [...states]
          .map(([key, { metric, state }]) => [key, monoidFor(metric).read(state)] as const)
          .filter(([, reading]) => !["0", "{}"].includes(JSON.stringify(reading)))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    },
  }
}

function monoidFor(name: string) {
  const metric = registry.metrics.get(name)
  if (!metric || metric.kind === "derived") throw new Error(`expected a metric with cells, got ${name}`)
  return monoidOf(metric)
}

const partitioned = (all: readonly Envelope[]): Envelope[][] => {
  const logs: Envelope[][] = Array.from({ length: PARTITIONS }, () => [])
  for (const envelope of all) logs[partitionOf(partitionKey(envelope.event), PARTITIONS)]!.push(envelope)
  return logs
}

test("every number is the same however partitions meet in rounds, and whatever a worker forgot in between", async () => {
  await fc.assert(
    fc.asyncProperty(histories, rounds, async (all, plan) => {
      const alone = worker([all])
      await alone.round([0], all.length)

      const logs = partitioned(all)
      const together = worker(logs)
      for (const { partitions, records, forgotten } of plan) {
        for (const partition of forgotten) together.forget(partition)
        await together.round(partitions, records)
      }
      while (await together.round([0, 1, 2], 50));
      expect(together.readings()).toEqual(alone.readings())
    }),
    { numRuns: 300 },
  )
})

test("each partition keeps its own checkpoint, raw events and dead letters", async () => {
  const view = (user_id: string, id: string): Envelope => ({
    ...{ shop: "demo", source: "browser", received_at: "2026-03-01T12:00:00.000Z" },
    event: { event_id: id, event_type: "product_view", timestamp: "2026-03-01T12:00:00.000Z", user_id },
  })
  const broken = { ...view("b", "broken"), received_at: "yesterday" }
  const { store, round } = worker([
    [view("a", "a1"), view("a", "a2")],
    [view("b", "b1"), broken],
  ])
  expect(await round([0, 1], 10)).toMatchObject({ admitted: 3, poison: 1 })
  const offsets = async (partition: number) => (await store.scanRaw({ log: "log", partition }, 0, 9)).map(e => e.offset)
  expect([await offsets(0), await offsets(1)]).toEqual([[0, 1], [0]])
  expect(await store.deadLetters(9)).toMatchObject([{ partition: 1, offset: 1 }])
  expect(await store.sync()).toEqual([
    { log: "log", partition: 0, offset: 2 },
    { log: "log", partition: 1, offset: 2 },
  ])
})

test("a cell that several partitions touch is written once, by the first of them", async () => {
  const logs = partitioned(fc.sample(histories, { numRuns: 1, seed: 7 })[0]!)
  const store = memoryStore()
  const written: number[] = []
  const watched: Store = {
    ...store,
    transact: (writer, work, beside) =>
      store.transact(
        writer,
        tx =>
          work({
            ...tx,
            saveCells(cells, of = writer) {
              written.push(of.partition)
              expect(new Set(cells.map(cellKey)).size).toBe(cells.length)
              return tx.saveCells(cells, of)
            },
          }),
        beside,
      ),
  }
  await worker(logs, watched).round([0, 1, 2], 1_000)
  expect(written).toEqual([logs.findIndex(({ length }) => length > 0)])
})

test("where another worker has one of the partitions, nothing of the round is counted", async () => {
  const all = fc.sample(histories, { numRuns: 1, seed: 11 })[0]!
  const { store, round } = worker([all, all.map(one => ({ ...one, shop: "other" }))])
  await store.transact({ log: "log", partition: 1 }, tx => tx.fence(undefined, 4))
  expect(await failureOf(round([0, 1], 1_000))).toBeInstanceOf(Fenced)
  expect(await store.checkpoint({ log: "log", partition: 0 })).toBeUndefined()
  expect(await store.scanRaw({ log: "log", partition: 0 }, 0, 10)).toEqual([])
})
