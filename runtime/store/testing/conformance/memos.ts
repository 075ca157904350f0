import { expect } from "bun:test"
import type { Memo } from "../../memos.ts"
import { failureOf } from "../failure.ts"
import type { Property, Skips } from "../rig.ts"

const annotation = (name: string, of: Partial<Memo> = {}): Memo => ({
  ...{ shop: "demo", kind: "annotation", name, body: { text: `Zoë's ${name} 😀` } },
  ...of,
})
const span = (from: number, to = from) => ({ from, to })
const ANNOTATIONS = { shop: "demo", kind: "annotation", limit: 10 } as const

/** What people of a shop wrote down beside its numbers. */
export function memos(property: Property, skips: Skips): void {
  property("memos come back as they were saved, of one shop and kind, latest beginning first", async ({ store }) => {
    const saved = [annotation("a", span(10)), annotation("b", span(30, 40)), annotation("c", span(10, 20))]
    const others = [annotation("x", { shop: "other", ...span(50) }), annotation("goal", { kind: "goal" })]
    for (const memo of [...saved, ...others]) await store.saveMemo(memo)
    expect(await store.memos(ANNOTATIONS)).toEqual([saved[1]!, saved[0]!, saved[2]!])
    expect(await store.memos({ ...ANNOTATIONS, limit: 1 })).toEqual([saved[1]!])
    expect(await store.memos({ ...ANNOTATIONS, kind: "goal" })).toEqual([others[1]!])
  })

  property("memos that speak of no time come by name, each findable by it", async ({ store }) => {
    const names = ["revenue/day", "orders/week", "Orders/day"]
    for (const name of names) await store.saveMemo(annotation(name, { kind: "goal", body: [null, name] }))
    const goals = { ...ANNOTATIONS, kind: "goal" } as const
    expect((await store.memos(goals)).map(({ name }) => name)).toEqual(names.toSorted())
    for (const name of names)
      expect((await store.memos({ ...goals, name })).map(({ body }) => body)).toEqual([[null, name]])
    expect(await store.memos({ ...goals, name: "none" })).toEqual([])
  })

  property(
    "a window has what touches it: ends of a memo belong to it, the end of the window does not",
    async ({ store }) => {
      for (const [name, at] of Object.entries({
        before: span(1, 9),
        until: span(1, 10),
        at: span(10),
        over: span(1, 99),
      }))
        await store.saveMemo(annotation(name, at))
      for (const [name, at] of Object.entries({ in: span(15, 16), last: span(19, 30), after: span(20) }))
        await store.saveMemo(annotation(name, at))
      await store.saveMemo(annotation("timeless"))
      const found = await store.memos({ ...ANNOTATIONS, window: { from: 10, to: 20 } })
      expect(found.map(({ name }) => name)).toEqual(["last", "in", "at", "over", "until"])
    },
  )

  property("a later save replaces a memo with its time, and what is removed is gone", async ({ store }) => {
    await store.saveMemo(annotation("a", span(10)))
    await store.saveMemo(annotation("a", { body: "new" }))
    expect(await store.memos(ANNOTATIONS)).toEqual([annotation("a", { body: "new" })])
    const id = { shop: "demo", kind: "annotation", name: "a" } as const
    expect(await store.removeMemo({ ...id, shop: "other" })).toBe(false)
    expect(await store.removeMemo({ ...id, kind: "goal" })).toBe(false)
    expect(await store.removeMemo(id)).toBe(true)
    expect(await store.removeMemo(id)).toBe(false)
    expect(await store.memos(ANNOTATIONS)).toEqual([])
  })

  property("what cannot be kept is refused, and the memo stays as it was", async ({ store }) => {
    await store.saveMemo(annotation("a"))
    const circular: { self?: unknown; call: () => void } = { call: () => {} }
    circular.self = circular
    expect(await failureOf(store.saveMemo(annotation("a", { body: circular })))).toBeInstanceOf(Error)
    expect(await store.memos(ANNOTATIONS)).toEqual([annotation("a")])
  })

  property(
    "memos outlive a restart",
    async ({ store, reopen }) => {
      await store.saveMemo(annotation("a", span(10)))
      expect(await (await reopen!()).memos(ANNOTATIONS)).toEqual([annotation("a", span(10))])
    },
    skips.reopen,
  )
}
