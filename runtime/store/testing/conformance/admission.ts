import { expect } from "bun:test"
import type { Store } from "../../store.ts"
import type { Property, Skips } from "../rig.ts"
import { candidate, writer } from "../rows.ts"

const UUID = "0194297c-0b7e-7000-8000-00000000abcd"
const DAY = 86_400_000

const admit = (store: Store, candidates: ReturnType<typeof candidate>[], partition = 0) =>
  store.transact(writer(partition), tx => tx.admit(candidates))

/** Each event counts once. */
export function admission(property: Property, skips: Skips): void {
  property("an id is new once: in one call, in one transaction, and afterwards", async ({ store }) => {
    const both = await store.transact(writer(), async tx => [
      await tx.admit([candidate("a"), candidate("b"), candidate("a"), candidate(UUID), candidate(UUID)]),
      await tx.admit([candidate("b"), candidate("c"), candidate(UUID)]),
    ])
    expect(both).toEqual([
      [true, true, false, true, false],
      [false, true, false],
    ])
    expect(await admit(store, [candidate("c"), candidate("d"), candidate(UUID)])).toEqual([false, true, false])
  })

  property("the same id in two partitions is admitted once", async ({ store }) => {
    const answers = await Promise.all([0, 1, 2].map(p => admit(store, [candidate("a"), candidate(UUID)], p)))
    expect(answers.map(([a]) => a).filter(Boolean)).toHaveLength(1)
    expect(answers.map(([, uuid]) => uuid).filter(Boolean)).toHaveLength(1)
  })

  property("the same id in two shops is two ids", async ({ store }) => {
    const of = (shop: string) => [candidate("a", undefined, shop), candidate(UUID, undefined, shop)]
    expect(await admit(store, [...of("demo"), ...of("other")])).toEqual([true, true, true, true])
  })

  property("a UUID in capitals is the same id; other ids keep their case", async ({ store }) => {
    expect(await admit(store, [candidate(UUID), candidate(UUID.toUpperCase())])).toEqual([true, false])
    expect(await admit(store, [candidate("evt_a"), candidate("evt_A")])).toEqual([true, true])
  })

  property("ids of any characters are told apart", async ({ store }) => {
    const ids = ["", " ", "é", "e\u0301", "😀", "a\u0000", "a\u0000b", UUID.slice(1), UUID.replaceAll("-", "")]
    expect(
      await admit(
        store,
        ids.map(id => candidate(id)),
      ),
    ).toEqual(ids.map(() => true))
    expect(
      await admit(
        store,
        ids.map(id => candidate(id)),
      ),
    ).toEqual(ids.map(() => false))
  })

  property("an id is remembered for at least 8 days of receive time, whenever its time begins", async ({ store }) => {
    const start = Date.parse("2025-01-03T00:00:00Z")
    const on = (day: number) => new Date(start + day * DAY).toISOString()
    for (let day = 0; day < 40; day++) {
      expect(await admit(store, [candidate(`day ${day}`, on(day))])).toEqual([true])
      const lately = Array.from({ length: Math.min(day, 8) + 1 }, (_, back) => candidate(`day ${day - back}`, on(day)))
      expect(await admit(store, lately)).toEqual(lately.map(() => false))
    }
  })

  property("a partition that lags behind is still deduplicated while another is days ahead", async ({ store }) => {
    const early = "2025-01-03T12:00:00Z"
    await admit(store, [candidate("ahead", "2025-01-11T00:00:00Z")])
    expect(await admit(store, [candidate("late", early)], 1)).toEqual([true])
    expect(await admit(store, [candidate("late", early)], 1)).toEqual([false])
    expect(await admit(store, [candidate("late", "2025-01-11T00:00:00Z")])).toEqual([false])
  })

  property(
    "ids are remembered after closing and opening again",
    async ({ store, reopen }) => {
      await admit(store, [candidate("a"), candidate(UUID)])
      expect(await admit(await reopen!(), [candidate("a"), candidate(UUID), candidate("b")])).toEqual([
        false,
        false,
        true,
      ])
    },
    skips.reopen,
  )
}
