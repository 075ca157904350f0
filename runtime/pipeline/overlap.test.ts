import { afterAll, expect, test } from "bun:test"
import { join } from "node:path"
import { monoidOf } from "../../plugins/kit/monoid.ts"
import { Random } from "../demo/random.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Envelope } from "../log/log.ts"
import { loadPlugins } from "../plugins.ts"
import { postgresStore } from "../store/drivers/postgres.ts"
import { CommitUnknown, type Store, type Tx } from "../store/store.ts"
import { databasesOn, testServer } from "../store/testing/databases.ts"
import { startPipeline } from "./pipeline.ts"
import { createRegistry } from "./registry.ts"

const NOON = Date.UTC(2026, 2, 1, 12)
const PARTITIONS = 3
const EVENTS = 1_500
const METRICS = ["orders", "product_views", "sessions", "active_users"]
const { plugins } = await loadPlugins([join(import.meta.dir, "../../plugins")])
const registry = createRegistry(plugins.map(({ plugin }) => plugin))

const server = await testServer("rounds that overlap, on PostgreSQL")
if (server) overlapping(await databasesOn(server.url), server.stop)

/** Shoppers of some partitions, some of whose orders are told by two of them. */
function shopping(random: Random): Envelope[] {
  return Array.from({ length: EVENTS }, (_, i): Envelope => {
    const user_id = `visitor-${random.int(0, 39)}`
    const isPurchase = i % 10 === 0
    return {
      ...{ shop: "demo", source: "browser", received_at: new Date(NOON).toISOString() },
      event: {
        ...{ event_id: `event-${i}`, event_type: isPurchase ? "purchase" : "product_view", user_id },
        ...{ timestamp: new Date(NOON).toISOString(), session_id: `session-${user_id}`, currency: "USD" },
        ...(isPurchase ? { order_id: `order-${i % 400}`, total_amount: 1 } : { product: { id: "lamp" } }),
      },
    }
  })
}

/** The store, where some transactions break: in the end of their work, or when their commit is answered. */
function breaking(store: Store, random: Random): Store {
  return {
    ...store,
    async transact(writer, work, beside) {
      const fate = random.int(0, 5)
      const result = await store.transact(
        writer,
        async (tx: Tx) => {
          const done = await work(tx)
          if (fate === 0) throw new CommitUnknown("broken before its commit")
          return done
        },
        beside,
      )
      if (fate === 1) throw new CommitUnknown("broken after its commit")
      return result
    },
  }
}

function overlapping({ fresh, drop, close }: Awaited<ReturnType<typeof databasesOn>>, stop: () => Promise<void>): void {
  afterAll(async () => {
    await close()
    await stop()
  })

  async function counted(envelopes: readonly Envelope[], disturb: (store: Store) => Store): Promise<number[]> {
    const url = await fresh()
    const store = await postgresStore({ url })
    const log = memoryLog({ partitions: PARTITIONS, batch: 20 })
    const under = { most: 0, now: 0 }
    const watched: Store = {
      ...store,
      async transact(writer, work, beside) {
        // Notes are no rounds.
        if (!beside) return store.transact(writer, work)
        under.most = Math.max(under.most, ++under.now)
        return store.transact(writer, work, beside).finally(() => under.now--)
      },
    }
    const pipeline = await startPipeline({
      ...{ log, store: disturb(watched), registry, pace: 0, currencyOf: () => "USD", clock: () => NOON },
      onCommit() {},
      onTrouble() {},
    })
    await log.append(envelopes)
    for (const { partition, end } of await log.state()) {
      while (((await store.checkpoint({ log: log.id, partition })) ?? 0) < end) await Bun.sleep(5)
    }
    await pipeline.stop()
    expect(under.most).toBe(2)
    const totals = await Promise.all(METRICS.map(name => total(store, name)))
    await store.close()
    await drop(url)
    return totals
  }

  test("a round that is folded while the one before it breaks counts nothing that is not there", async () => {
    const envelopes = shopping(new Random("overlap"))
    const expected = await counted(envelopes, store => store)
    expect(expected.slice(0, 2)).toEqual([40, 1_350])
    for (const seed of ["a", "b", "c"]) {
      expect(await counted(envelopes, store => breaking(store, new Random(seed)))).toEqual(expected)
    }
  }, 120_000)
}

async function total(store: Store, name: string): Promise<number> {
  const metric = registry.metrics.get(name)
  if (!metric || metric.kind === "derived") throw new Error(`expected a metric with cells, got ${name}`)
  const { zero, merge, read } = monoidOf(metric)
  const rows = await store.read({ shop: "demo", metric: name, dim: "", from: NOON, to: NOON + 60_000 }, "minute")
  return Number(read(rows.map(row => row.state).reduce(merge, zero())))
}
