import { expect } from "bun:test"
import { Fenced, type Store, type Tx } from "../../store.ts"
import { failureOf } from "../failure.ts"
import type { Property, Skips } from "../rig.ts"
import { candidate, cell, entity, everything, kept, NOON, raw, save, writer } from "../rows.ts"

/** A transaction that changes every table it can. */
async function writeEverything(tx: Tx): Promise<void> {
  await tx.fence(undefined, 10)
  await tx.admit([candidate("a"), candidate("b")])
  await tx.saveCells([cell(1), cell(2, { dim: "country", key: "DE" })])
  await tx.saveEntities([entity("order-1", { total: 1 }), entity("session-1", {}, 1, { kind: "session" })])
  await tx.appendRaw([raw(0), raw(1)])
  await tx.deadLetter([{ offset: 2, poison: "{", reason: "no JSON" }])
}

async function inspect(store: Store) {
  const admitted = store.transact(writer(), tx => tx.admit([candidate("a"), candidate("b")]))
  return { ...((await everything(store)) as object), admitted: await admitted }
}

/** All or nothing. */
export function transactions(property: Property, skips: Skips): void {
  property("what a transaction wrote is there when it resolves, with its result", async ({ store }) => {
    const result = await store.transact(writer(), async tx => {
      await writeEverything(tx)
      return "result"
    })
    expect(result).toBe("result")
    expect(await inspect(store)).toMatchObject({
      checkpoint: 10,
      synced: [{ ...writer(), offset: 10 }],
      totals: [{ t: NOON * 60_000, key: "", state: { sum: 1 } }],
      countries: [{ key: "DE", state: { sum: 2 } }],
      orders: [kept(entity("order-1", { total: 1 }))],
      sessions: [{ id: "session-1" }],
      raw: [raw(0), raw(1)],
      recent: [raw(1), raw(0)],
      deadLetters: [{ ...writer(), offset: 2, poison: "{", reason: "no JSON" }],
      admitted: [false, false],
    })
  })

  property("a transaction whose work rejects leaves nothing behind, in any table", async ({ store }) => {
    const before = await everything(store)
    const failing = store.transact(writer(), async tx => {
      await writeEverything(tx)
      throw new Error("on purpose")
    })
    expect((await failureOf(failing))?.message).toContain("on purpose")
    expect(await everything(store)).toEqual(before)
    expect(await inspect(store)).toMatchObject({ admitted: [true, true] })
  })

  property(
    "a failed call fails the transaction, even if the work goes on as if nothing had happened",
    async ({ store }) => {
      const before = await everything(store)
      const careless = store.transact(writer(), async tx => {
        await writeEverything(tx)
        await tx.fence(3, 4).catch(() => {})
      })
      expect((await failureOf(careless))?.message).toContain("stands at 10, not at 3")
      expect(await everything(store)).toEqual(before)
    },
  )

  property("a transaction of several writers commits for all of them, each with what is its own", async ({ store }) => {
    const [one, other] = [writer(0), writer(1)]
    const work = async (tx: Tx) => {
      await Promise.all([tx.fence(undefined, 3), tx.fence(undefined, 5, other)])
      await Promise.all([tx.appendRaw([raw(0)]), tx.appendRaw([raw(1), raw(2)], other)])
      await tx.deadLetter([{ offset: 4, poison: "{", reason: "no JSON" }], other)
      await tx.saveCells([cell(1)])
      await tx.saveCells([cell(2, { dim: "country", key: "DE" })], other)
      return tx.cells([cell(0), cell(0, { dim: "country", key: "DE" })])
    }
    expect(await store.transact(one, work, [other])).toEqual([cell(1)])
    expect(await store.sync()).toEqual([
      { ...one, offset: 3 },
      { ...other, offset: 5 },
    ])
    expect(await store.scanRaw(one, 0, 9)).toEqual([raw(0)])
    expect(await store.scanRaw(other, 0, 9)).toEqual([raw(1), raw(2)])
    expect(await store.deadLetters(9)).toMatchObject([{ ...other, offset: 4 }])
    expect(await store.transact(other, tx => tx.cells([cell(0, { dim: "country", key: "DE" })]))).toHaveLength(1)
  })

  property(
    "where one of several writers has lost its partition, nothing of any of them is written",
    async ({ store }) => {
      await store.transact(writer(1), tx => tx.fence(undefined, 7))
      const before = await everything(store)
      const behind = store.transact(
        writer(0),
        async tx => {
          await Promise.all([tx.fence(undefined, 3), tx.fence(5, 6, writer(1)), tx.appendRaw([raw(0)])])
        },
        [writer(1)],
      )
      expect(await failureOf(behind)).toBeInstanceOf(Fenced)
      expect(await everything(store)).toEqual(before)
      expect(await store.checkpoint(writer(0))).toBeUndefined()
    },
  )

  property("calls the work did not wait for belong to the transaction", async ({ store }) => {
    await store.transact(writer(), async tx => {
      void tx.saveCells([cell(1)])
      void tx.appendRaw([raw(0)])
    })
    expect(await everything(store)).toMatchObject({ totals: [{ state: { sum: 1 } }], raw: [raw(0)] })
  })

  property("a tx is of no use after its transaction", async ({ store }) => {
    const kept = await store.transact(writer(), async tx => tx)
    expect((await failureOf(kept.saveCells([cell(1)])))?.message).toContain("this transaction has ended")
    expect(await everything(store)).toMatchObject({ totals: [] })
  })

  property("reads inside a transaction see what it wrote", async ({ store }) => {
    await store.transact(writer(), async tx => {
      await tx.saveCells([cell(5)])
      await tx.saveEntities([entity("order-1", { total: 5 })])
      expect(await tx.cells([cell(0)])).toEqual([cell(5)])
      expect(await tx.entities([entity("order-1", {})])).toEqual([kept(entity("order-1", { total: 5 }))])
    })
  })

  property("reads outside see only committed state, and do not wait for an open transaction", async ({ store }) => {
    await save(store, [cell(1)])
    await store.transact(writer(), async tx => {
      await writeEverything(tx)
      const reads = [
        store.checkpoint(writer()),
        store.read({ shop: "demo", metric: "revenue", dim: "", from: 0, to: NOON * 120_000 }, "minute"),
        store.recentEntities("demo", "order", 10),
        store.entity(entity("order-1", {})),
        store.recentRaw("demo", 10),
        store.deadLetters(10),
      ]
      expect(await Promise.all(reads)).toEqual([
        undefined,
        [{ t: NOON * 60_000, key: "", state: { sum: 1 } }],
        [],
        undefined,
        [],
        [],
      ])
    })
  })

  /** Four partitions at once, of which two fail in the end. */
  async function fourAtOnce(store: Store) {
    const trace: string[] = []
    const work = (partition: number, fails: boolean) =>
      store.transact(writer(partition), async tx => {
        trace.push(`${partition} begins`)
        await tx.fence(undefined, partition + 1)
        await tx.saveCells([cell(partition)])
        await tx.appendRaw([raw(partition)])
        await tx.cells([cell(0)])
        trace.push(`${partition} ends`)
        if (fails) throw new Error(`partition ${partition} fails`)
      })
    const outcomes = await Promise.allSettled([0, 1, 2, 3].map(p => work(p, p % 2 === 1)))
    return { trace, outcomes: outcomes.map(({ status }) => status) }
  }

  property("two partitions at once never share a transaction", async ({ store }) => {
    const { outcomes } = await fourAtOnce(store)
    expect(outcomes).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"])
    const checkpoints = await Promise.all([0, 1, 2, 3].map(p => store.checkpoint(writer(p))))
    expect(checkpoints).toEqual([1, undefined, 3, undefined])
    expect((await store.recentRaw("demo", 10)).map(({ offset }) => offset).sort()).toEqual([0, 2])
  })

  property(
    "one transaction begins when the one before has ended",
    async ({ store }) => {
      const { trace } = await fourAtOnce(store)
      expect(trace).toEqual([0, 1, 2, 3].flatMap(p => [`${p} begins`, `${p} ends`]))
    },
    skips.oneAtATime,
  )

  property(
    "changes of shops, keys and roll-ups asked for meanwhile stay out of a transaction that fails",
    async ({ store }) => {
      await save(store, [cell(1)])
      const [bucket] = await store.dirty(Number.MAX_SAFE_INTEGER, 1)
      const others: Promise<unknown>[] = []
      const failing = store.transact(writer(), async tx => {
        others.push(store.incident({ id: "i", code: "c", message: "m", at: "2025-01-03T12:00:00.000Z" }))
        others.push(store.rollUp(bucket!, () => ({ state: { sum: 1 }, value: 1 })))
        others.push(save(store, [cell(7, { dim: "country", key: "DE" })]))
        await tx.saveCells([cell(9)])
        throw new Error("on purpose")
      })
      expect((await failureOf(failing))?.message).toContain("on purpose")
      await Promise.all(others)
      expect(await everything(store)).toMatchObject({
        incidents: [{ id: "i" }],
        totals: [{ state: { sum: 1 } }],
        countries: [{ state: { sum: 7 } }],
      })
    },
  )
}
