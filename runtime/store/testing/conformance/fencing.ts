import { expect } from "bun:test"
import { Fenced, type Store, type Writer } from "../../store.ts"
import { failureOf } from "../failure.ts"
import type { Property } from "../rig.ts"
import { candidate, cell, entity, everything, overwrite, raw, writer } from "../rows.ts"

/** A worker as the pipeline has it: it commits from the offset it believes in. */
const commit = (store: Store, from: number | undefined, next: number, sum = 0, by: Writer = writer()) =>
  store.transact(by, async tx => {
    await tx.fence(from, next)
    await tx.admit([candidate(`${from}`)])
    await tx.saveCells([cell(sum)])
    await overwrite(tx, entity("order-1", { sum }))
    await tx.appendRaw([raw(from ?? 0)])
  })

/** Only the worker that knows the checkpoint may move it. */
export function fencing(property: Property): void {
  property(
    "a writer that never committed has no checkpoint, and its first fence starts from none",
    async ({ store }) => {
      expect(await store.checkpoint(writer())).toBeUndefined()
      expect(await failureOf(commit(store, 0, 5))).toBeInstanceOf(Fenced)
      await commit(store, undefined, 5)
      expect(await store.checkpoint(writer())).toBe(5)
      expect(await failureOf(commit(store, undefined, 9))).toBeInstanceOf(Fenced)
    },
  )

  property(
    "a stale fence throws Fenced, says where the partition stands, and nothing of its transaction stays",
    async ({ store }) => {
      await commit(store, undefined, 5, 50)
      await commit(store, 5, 9, 90)
      const before = await everything(store)
      const stale = commit(store, 5, 7, 70)
      expect(await failureOf(stale)).toBeInstanceOf(Fenced)
      expect((await failureOf(stale))?.message).toContain("partition 0 of log log-1 stands at 9, not at 5")
      expect(await everything(store)).toEqual(before)
    },
  )

  property("a fence after writes undoes these too", async ({ store }) => {
    await commit(store, undefined, 5, 50)
    const before = await everything(store)
    const late = store.transact(writer(), async tx => {
      await tx.saveCells([cell(99)])
      await tx.fence(4, 6)
    })
    expect(await failureOf(late)).toBeInstanceOf(Fenced)
    expect(await everything(store)).toEqual(before)
  })

  property(
    "a worker that loses a partition and regains it cannot overwrite what another did in between",
    async ({ store }) => {
      await commit(store, undefined, 5, 1)
      await commit(store, 5, 8, 2)
      expect(await failureOf(commit(store, 5, 6, 100))).toBeInstanceOf(Fenced)
      const seen = await store.checkpoint(writer())
      await commit(store, seen, 9, 3)
      expect(await store.checkpoint(writer())).toBe(9)
      expect(await everything(store)).toMatchObject({ totals: [{ state: { sum: 3 } }] })
    },
  )

  property("two workers that race for the same batch: one commits, the other is fenced", async ({ store }) => {
    const failures = await Promise.all([1, 2].map(sum => failureOf(commit(store, undefined, 5, sum))))
    expect(failures.filter(failure => failure instanceof Fenced)).toHaveLength(1)
    // Either may be the one that commits, and its numbers are the ones that count.
    const sum = failures.indexOf(undefined) + 1
    expect(await everything(store)).toMatchObject({ totals: [{ state: { sum } }] })
  })

  property("a fence that follows one which is not committed yet waits for it", async ({ store }) => {
    const [fenced, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = store.transact(writer(), async tx => {
      await tx.fence(undefined, 5)
      fenced.resolve()
      await ended.promise
    })
    await fenced.promise
    const next = commit(store, 5, 9, 90)
    // A moment in which it would fail if it did not wait; where it comes later it has nothing to wait for.
    await Promise.race([next, Bun.sleep(50)])
    ended.resolve()
    await Promise.all([first, next])
    expect(await store.checkpoint(writer())).toBe(9)
  })

  property("a log that was replaced is another writer, with a checkpoint and cells of its own", async ({ store }) => {
    await commit(store, undefined, 500, 5)
    const fresh = writer(0, "log-2")
    expect(await store.checkpoint(fresh)).toBeUndefined()
    await store.transact(fresh, async tx => {
      await tx.fence(undefined, 1)
      expect(await tx.cells([cell(0)])).toEqual([])
      await tx.saveCells([cell(2)])
    })
    expect(await store.sync()).toEqual([
      { ...writer(), offset: 500 },
      { ...fresh, offset: 1 },
    ])
    const rows = await store.read({ shop: "demo", metric: "revenue", dim: "", from: 0, to: 4e12 }, "minute")
    expect(rows.map(({ state }) => state)).toEqual([{ sum: 5 }, { sum: 2 }])
  })
}
