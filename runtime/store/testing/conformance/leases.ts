import { expect } from "bun:test"
import { eventually } from "../eventually.ts"
import type { Property, Skips } from "../rig.ts"

const LONG = 60_000
const SHORT = 100

/** Work for one process at a time goes to one holder at a time. */
export function leases(property: Property, skips: Skips): void {
  property("of two who ask for a lease one has it, and keeps it by renewing", async ({ store }) => {
    expect(await store.lease("roll-ups", "a", LONG)).toBe(true)
    expect(await store.lease("roll-ups", "b", LONG)).toBe(false)
    expect(await store.lease("roll-ups", "a", LONG)).toBe(true)
    expect(await store.lease("roll-ups", "b", LONG)).toBe(false)
    expect(await store.lease("alerts", "b", LONG)).toBe(true)
  })

  property("of many who ask at once exactly one has it", async ({ store }) => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => store.lease("alerts", `${i}`, LONG)))
    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  property("a lease that is not renewed is taken over after its time", async ({ store }) => {
    expect(await store.lease("alerts", "a", SHORT)).toBe(true)
    await eventually(() => store.lease("alerts", "b", LONG))
    expect(await store.lease("alerts", "a", LONG)).toBe(false)
  })

  property("renewing puts the end off", async ({ store }) => {
    expect(await store.lease("alerts", "a", SHORT)).toBe(true)
    expect(await store.lease("alerts", "a", LONG)).toBe(true)
    // Once this one has ended, the first term of the other has ended too.
    await store.lease("as long", "a", SHORT)
    await eventually(() => store.lease("as long", "b", LONG))
    expect(await store.lease("alerts", "b", LONG)).toBe(false)
  })

  property("a released lease is free at once, and only its holder can release it", async ({ store }) => {
    await store.lease("alerts", "a", LONG)
    await store.release("alerts", "b")
    expect(await store.lease("alerts", "b", LONG)).toBe(false)
    await store.release("alerts", "a")
    expect(await store.lease("alerts", "b", LONG)).toBe(true)
    await store.release("never taken", "a")
  })

  property(
    "a lease holds against other processes",
    async ({ store, beside }) => {
      const other = await beside!()
      expect(await store.lease("alerts", "a", LONG)).toBe(true)
      expect(await other.lease("alerts", "b", LONG)).toBe(false)
      await store.release("alerts", "a")
      expect(await other.lease("alerts", "b", LONG)).toBe(true)
    },
    skips.beside,
  )
}
