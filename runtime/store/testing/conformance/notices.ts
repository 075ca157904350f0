import { expect } from "bun:test"
import type { Notice } from "../../store.ts"
import { eventually } from "../eventually.ts"
import type { Property, Skips } from "../rig.ts"

const notice = (at: number, metrics: Notice["metrics"] = { demo: ["revenue"] }): Notice => ({ metrics, at })

/** What one process committed, the others are told. */
export function notices(property: Property, skips: Skips): void {
  property(
    "every watcher in another process is told in order, and the one that announced is not",
    async ({ store, beside }) => {
      const other = await beside!()
      const told: Notice[] = []
      const echoed: Notice[] = []
      const watches = [await store.watch(heard => echoed.push(heard)), await other.watch(heard => told.push(heard))]
      const rejection = { index: 7, event_id: "bad\u0000", code: "too_old", message: "expected 😀, got \ud800" }
      const said = [
        notice(1),
        notice(2, { demo: ["orders"], "Zoë\u0000 😀": ["revenue", "orders"] }),
        { ...notice(3), rejected: [{ shop: "Zoë\u0000 😀", at: 3, rejection }] },
      ]
      for (const one of said) await store.announce(one)
      await eventually(() => told.length === said.length)
      expect(told).toEqual(said)
      await other.announce(notice(4))
      await eventually(() => echoed.length > 0)
      expect(echoed).toEqual([notice(4)])
      await Promise.all(watches.map(watch => watch.stop()))
    },
    skips.watching,
  )

  property(
    "a notice of any size arrives, naming at least the shops it is about",
    async ({ store, beside }) => {
      const other = await beside!()
      const told = new Map<string, Set<string>>()
      const watch = await other.watch(({ metrics }) => {
        for (const [shop, names] of Object.entries(metrics)) {
          told.set(shop, new Set([...(told.get(shop) ?? []), ...names]))
        }
      })
      const names = Array.from({ length: 100 }, (_, i) => `metric_${i}_${"x".repeat(40)}`)
      const shops = Array.from({ length: 50 }, (_, i) => `shop ${i}`)
      await store.announce(notice(1, Object.fromEntries(shops.map(shop => [shop, names]))))
      await eventually(() => shops.every(shop => told.get(shop)?.size === names.length))
      await watch.stop()
    },
    skips.watching,
  )

  property(
    "what was refused arrives whole and in order, however much it is, before the change that it makes",
    async ({ store, beside }) => {
      const other = await beside!()
      const told: Notice[] = []
      const watch = await other.watch(heard => told.push(heard))
      const rejected = Array.from({ length: 40 }, (_, index) => {
        return { shop: "demo", at: index, rejection: { index, code: "invalid_field", message: "é".repeat(600) } }
      })
      await store.announce({ ...notice(1, { demo: ["events"] }), rejected })
      await eventually(() => told.some(({ metrics }) => metrics.demo !== undefined))
      expect(told.flatMap(({ rejected = [] }) => rejected)).toEqual(rejected)
      await watch.stop()
    },
    skips.watching,
  )

  property("nobody is told after stopping, and announcing without watchers is fine", async ({ store }) => {
    const told: Notice[] = []
    const watch = await store.watch(heard => told.push(heard))
    expect(["push", "poll"]).toContain(watch.mode)
    await watch.stop()
    await watch.stop()
    await store.announce(notice(1))
    expect(told).toEqual([])
  })
}
