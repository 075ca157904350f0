import { afterAll, describe, expect, test } from "bun:test"
import postgres from "postgres"
import { startPostgres } from "../../../../deploy/local/postgres.ts"
import { Stale, type Store, StoreAway, type Tx } from "../../store.ts"
import { type Databases, databasesOn, testServer } from "../../testing/databases.ts"
import { eventually } from "../../testing/eventually.ts"
import { failureOf } from "../../testing/failure.ts"
import { candidate, cell, entity, everything, raw, writer } from "../../testing/rows.ts"
import { migrate, postgresStore } from "../postgres.ts"

const server = await testServer("faults of the PostgreSQL store")
if (server) faults(await databasesOn(server.url), server.stop)

/** Holds several pieces of work until all have come there. */
function meeting(of: number): () => Promise<void> {
  const all = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come === of) all.resolve()
    return all.promise
  }
}

function faults(databases: Databases, stop: () => Promise<void>): void {
  afterAll(async () => {
    await databases.close()
    await stop()
  })

  async function onStore(check: (store: Store, url: string) => Promise<void>): Promise<void> {
    const url = await databases.fresh()
    const store = await postgresStore({ url })
    try {
      await check(store, url)
    } finally {
      await store.close()
      await databases.drop(url)
    }
  }

  /** Ends every connection that is in a transaction, as an administrator would. */
  async function terminateTransactions(url: string): Promise<void> {
    const sql = postgres(url, { max: 1 })
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`
    await sql.end()
  }

  describe("the PostgreSQL store", () => {
    test("the same ids in two partitions at once are admitted once, whatever their order", () =>
      onStore(async store => {
        const ids = Array.from({ length: 500 }, () => crypto.randomUUID())
        const met = meeting(2)
        const admit = (partition: number, some: readonly string[]) =>
          store.transact(writer(partition), async tx => {
            await met()
            return tx.admit(some.map(id => candidate(id)))
          })
        const [a, b] = await Promise.all([admit(0, ids), admit(1, ids.toReversed())])
        expect(ids.map((_, i) => Number(a[i]) + Number(b[ids.length - 1 - i]))).toEqual(ids.map(() => 1))
      }))

    test("of two writers that change one order at once one is told so, also where it did not exist, and then both count", () =>
      onStore(async store => {
        for (const before of [0, 2]) {
          const met = meeting(2)
          const outcomes = await Promise.all([0, 1].map(partition => failureOf(increment(store, partition, met))))
          expect(outcomes.filter(outcome => outcome instanceof Stale)).toHaveLength(1)
          await increment(
            store,
            outcomes.findIndex(outcome => outcome instanceof Stale),
          )
          expect((await store.entity(entity("order-1", {})))?.summary).toEqual({ count: before + 2 })
        }
      }))

    test("transactions that block each other in a circle all succeed, by running one of them again", () =>
      onStore(async store => {
        await store.transact(writer(), tx => tx.saveEntities([entity("a", 0), entity("b", 0)]))
        const met = meeting(2)
        const runs = [0, 0]
        const crossing = (partition: number, order: readonly string[]) =>
          store.transact(writer(partition), async tx => {
            const first = runs[partition]!++ === 0
            for (const [i, id] of order.entries()) {
              const [found] = await tx.entities([entity(id, {})])
              await tx.saveEntities([{ ...found!, summary: (found!.summary as number) + 1 }])
              if (i === 0 && first) await met()
            }
          })
        await Promise.all([untilFresh(() => crossing(0, ["a", "b"])), untilFresh(() => crossing(1, ["b", "a"]))])
        const summaries = await Promise.all(["a", "b"].map(async id => (await store.entity(entity(id, {})))?.summary))
        expect(summaries).toEqual([2, 2])
        expect(runs.reduce((sum, n) => sum + n)).toBeGreaterThan(2)
      }))

    test("a connection that is cut in the middle of a transaction leaves nothing behind, and the next one works", () =>
      onStore(async (store, url) => {
        const before = await everything(store)
        const after: (Error | undefined)[] = []
        const cut = store.transact(writer(), async tx => {
          await writeSome(tx)
          await terminateTransactions(url)
          after.push(await failureOf(writeSome(tx)))
        })
        expect((await failureOf(cut))?.message).toContain("cannot be reached or ended the connection")
        expect(after[0]).toBeInstanceOf(Error)
        expect(await everything(store)).toEqual(before)
        await store.transact(writer(), writeSome)
        expect(await store.checkpoint(writer())).toBe(1)
      }))

    test("a read whose connection is cut is answered on another one", () =>
      onStore(async (store, url) => {
        const before = await store.accessRev()
        const sql = postgres(url, { max: 2 })
        const cutWaiting = () => sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
        let read: Promise<number> | undefined
        await sql.begin(async holder => {
          await holder`lock table meta in access exclusive mode`
          read = store.accessRev()
          await eventually(async () => (await cutWaiting()).count > 0)
        })
        await sql.end()
        expect(await read).toBe(before)
      }))

    test("raw events of any day are stored, and go by whole days", () =>
      onStore(async store => {
        const day = 86_400_000
        const today = Math.floor(Date.now() / day) * day
        const iso = (at: number) => new Date(at).toISOString()
        const times = [today - 40 * day, today - 3 * day, today - day + 1, today, today + day, today + 400 * day]
        await store.transact(writer(), tx => tx.appendRaw(times.map((at, i) => raw(i, iso(at)))))
        await store.retain({ raw: today, minute: 0, hour: 0, day: 0 })
        expect((await store.scanRaw(writer(), 0, 10)).map(({ offset }) => offset)).toEqual([3, 4, 5])
      }))
  })

  test("while the server is away calls say so, and once it is back the same store goes on by itself", async () => {
    const own = await startPostgres()
    try {
      await migrate(own.url)
      const store = await postgresStore({ url: own.url })
      const told: number[] = []
      const beside = await postgresStore({ url: own.url })
      const watch = await store.watch(({ at }) => told.push(at))
      expect(watch.mode).toBe("push")
      await store.transact(writer(), writeSome)
      await store.sync()
      await own.kill()
      const calls = [store.shops(), store.transact(writer(), writeSome), store.lease("a", "b", 1)]
      for (const failure of await Promise.all(calls.map(failureOf))) {
        expect(failure).toBeInstanceOf(StoreAway)
        expect(failure?.message).toMatch(/the database at 127\.0\.0\.1:\d+\/shopstream cannot be reached/)
      }
      await own.restart()
      expect(await store.checkpoint(writer())).toBe(1)
      await store.transact(writer(), async tx => tx.fence(1, 2))
      await eventually(() => watch.mode === "push")
      await beside.announce({ metrics: {}, at: 7 })
      await eventually(() => told.includes(7))
      await Promise.all([store.close(), beside.close()])
    } finally {
      await own.stop()
    }
  })
}

/** Counts one up in an order. @param met waited for between reading and saving */
const increment = (store: Store, partition: number, met = async () => {}) =>
  store.transact(writer(partition), async tx => {
    const [order = entity("order-1", { count: 0 })] = await tx.entities([entity("order-1", {})])
    await met()
    await tx.saveEntities([{ ...order, summary: { count: (order.summary as { count: number }).count + 1 } }])
  })

/** Begins anew where another was quicker, as the pipeline does. */
async function untilFresh(run: () => Promise<void>): Promise<void> {
  for (;;) {
    const failure = await failureOf(run())
    if (!failure) return
    if (!(failure instanceof Stale)) throw failure
  }
}

async function writeSome(tx: Tx): Promise<void> {
  await tx.admit([candidate("a")])
  await tx.saveCells([cell(1)])
  await tx.appendRaw([raw(0)])
  await tx.fence(undefined, 1)
}
