import { expect } from "bun:test"
import { failureOf } from "../failure.ts"
import type { Property, Skips } from "../rig.ts"
import { cell, everything, key, rollUpAll, save, shop, writer } from "../rows.ts"

/** Shops, keys, incidents, and what outlives a restart. */
export function directory(property: Property, skips: Skips): void {
  property("shops and keys come back as they were saved, and a second save replaces the first", async ({ store }) => {
    const keys = [
      key({ hash: "aa", created_at: "2025-01-02T00:00:00.000Z", origins: [] }),
      key({ hash: "bb", kind: "admin", revoked_at: "2025-01-05T00:00:00.000Z" }),
    ]
    await store.saveShop(shop({ name: "Zoë's 😀", timezone: "Asia/Kathmandu", browser_refunds: false }))
    await store.saveShop(shop({ id: "another" }))
    for (const one of keys) await store.saveKey(one)
    expect(await store.shops()).toEqual([
      shop({ id: "another" }),
      shop({ name: "Zoë's 😀", timezone: "Asia/Kathmandu", browser_refunds: false }),
    ])
    expect(await store.keys()).toEqual(keys)

    const revoked = { ...keys[0]!, revoked_at: "2025-01-06T00:00:00.000Z" }
    await store.saveKey(revoked)
    await store.saveShop(shop({ id: "another", currency: "USD" }))
    expect(await store.keys()).toEqual([revoked, keys[1]!])
    expect((await store.shops())[0]).toEqual(shop({ id: "another", currency: "USD" }))
  })

  property("a shop in a zone that does not exist is refused by name and not saved", async ({ store }) => {
    expect((await failureOf(store.saveShop(shop({ timezone: "Mars/Olympus" }))))?.message).toContain("Mars/Olympus")
    expect(await store.shops()).toEqual([])
  })

  property("the access revision rises with every change of a shop or key, and with nothing else", async ({ store }) => {
    const revisions = [await store.accessRev()]
    for (const change of [
      () => store.saveShop(shop()),
      () => store.saveShop(shop({ name: "Renamed" })),
      () => store.saveKey(key()),
      () => store.saveKey(key({ revoked_at: "2025-01-06T00:00:00.000Z" })),
    ]) {
      await change()
      revisions.push(await store.accessRev())
    }
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    await save(store, [cell(1)])
    expect(await store.accessRev()).toBe(revisions.at(-1)!)
  })

  property(
    "what another process saves is seen here, by its access revision too, while this one writes",
    async ({ store, beside }) => {
      const other = await beside!()
      const before = await store.accessRev()
      await Promise.all([
        ...Array.from({ length: 20 }, (_, i) => save(store, [cell(i)])),
        ...Array.from({ length: 5 }, (_, i) => other.saveKey(key({ hash: `${i}`, created_at: `2025-01-0${i + 1}` }))),
      ])
      expect((await store.keys()).map(({ hash }) => hash)).toEqual(["0", "1", "2", "3", "4"])
      expect(await store.accessRev()).toBeGreaterThan(before)
      expect(await other.accessRev()).toBe(await store.accessRev())
    },
    skips.beside,
  )

  property("an incident is kept once per id, in order", async ({ store }) => {
    const incident = (id: string, message: string) => ({
      id,
      code: "log_replaced",
      message,
      at: "2025-01-03T12:00:00.000Z",
    })
    await store.incident(incident("b", "first"))
    await store.incident(incident("a", "second"))
    await store.incident(incident("b", "again"))
    expect(await store.incidents()).toEqual([incident("b", "first"), incident("a", "second")])
  })

  property("info names the driver and counts the incidents", async ({ store }) => {
    await store.incident({ id: "i", code: "c", message: "m", at: "2025-01-03T12:00:00.000Z" })
    const info = await store.info()
    expect(info).toMatchObject({ driver: expect.any(String), incidents: 1 })
  })

  property(
    "closing and opening again keeps everything",
    async ({ store, reopen }) => {
      await store.saveShop(shop({ timezone: "Europe/Berlin" }))
      await store.saveKey(key())
      await store.incident({ id: "i", code: "c", message: "m", at: "2025-01-03T12:00:00.000Z" })
      await save(store, [cell(1), cell(2, { dim: "country", key: "DE" })])
      await rollUpAll(store)
      await store.transact(writer(), async tx => {
        await tx.fence(undefined, 7)
        await tx.saveCells([cell(5, { dim: "country", key: "DE" })])
        await tx.deadLetter([{ offset: 2, poison: "{", reason: "no JSON" }])
      })
      const before = await everything(store)
      expect(await everything(await reopen!())).toEqual(before)
    },
    skips.reopen,
  )

  property(
    "closing waits for what is under way",
    async ({ store, reopen }) => {
      const committed = store.transact(writer(), async tx => {
        await tx.fence(undefined, 1)
        await tx.saveCells([cell(1)])
      })
      const again = await reopen!()
      await committed
      expect(await again.checkpoint(writer())).toBe(1)
    },
    skips.reopen,
  )

  property("closing twice is closing once", async ({ store }) => {
    await Promise.all([store.close(), store.close()])
    await store.close()
  })
}
