import { afterAll, expect, test } from "bun:test"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bootstrap } from "./bootstrap.ts"
import { hashKey } from "./keys.ts"
import { accessStore, revokeKey } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "shopstream-bootstrap-"))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const newData = () => join(folder, String(count++))
const kept = (data: string) => JSON.parse(readFileSync(join(data, "keys.json"), "utf8"))

test("the first start makes the shop demo, one key of each kind, and keys.json that only its owner reads", async () => {
  const store = accessStore()
  const data = newData()
  const { shop, keys, fresh } = await bootstrap(store, data)
  expect(fresh).toBe(true)
  expect(shop).toEqual({ id: "demo", name: "Demo shop", currency: "USD", timezone: "UTC", browser_refunds: true })
  expect(keys).toEqual({
    write: expect.stringMatching(/^wk_[\w-]{32}$/),
    ingest: expect.stringMatching(/^sk_[\w-]{32}$/),
    read: expect.stringMatching(/^rk_[\w-]{32}$/),
    admin: expect.stringMatching(/^ak_[\w-]{32}$/),
  })
  expect(kept(data)).toEqual({ shop: "demo", ...keys })
  expect(statSync(join(data, "keys.json")).mode & 0o777).toBe(0o600)
})

test("the store keeps hashes and labels, never a secret key", async () => {
  const store = accessStore()
  const { keys } = await bootstrap(store, newData())
  const text = JSON.stringify(await store.keys())
  expect(text).toContain(keys.write!)
  for (const secret of [keys.ingest, keys.read, keys.admin]) {
    expect(text).not.toContain(secret!)
    expect(text).toContain(hashKey(secret!))
  }
})

test("the second start finds everything and changes nothing", async () => {
  const store = accessStore()
  const data = newData()
  const first = await bootstrap(store, data)
  const rev = await store.accessRev()
  expect(await bootstrap(store, data)).toEqual({ ...first, fresh: false })
  expect(await store.accessRev()).toBe(rev)
})

test("where the store has demo but the folder has no file, keys are minted and the old ones still work", async () => {
  const store = accessStore()
  const first = await bootstrap(store, newData())
  const data = newData()
  const second = await bootstrap(store, data)
  expect(second.fresh).toBe(true)
  expect(kept(data).admin).toBe(second.keys.admin)
  expect(await store.keys()).toHaveLength(8)
  expect((await store.keys()).map(key => key.hash)).toContain(hashKey(first.keys.admin!))
})

test("where the store was replaced, or the file is damaged, all keys are minted anew", async () => {
  const data = newData()
  const first = await bootstrap(accessStore(), data)
  const store = accessStore()
  const second = await bootstrap(store, data)
  expect(second.keys.write).not.toBe(first.keys.write)
  writeFileSync(join(data, "keys.json"), "{ half")
  const third = await bootstrap(store, data)
  expect(third.fresh).toBe(true)
  expect(kept(data)).toEqual({ shop: "demo", ...third.keys })
})

test("a revoked key is replaced and the others stay", async () => {
  const store = accessStore()
  const data = newData()
  const first = await bootstrap(store, data)
  await revokeKey(store, hashKey(first.keys.read!))
  const second = await bootstrap(store, data)
  expect(second.keys.read).not.toBe(first.keys.read)
  expect({ ...second.keys, read: "" }).toEqual({ ...first.keys, read: "" })
})

test("a process that nobody signs in to mints keys for a new installation only", async () => {
  const store = accessStore()
  const first = await bootstrap(store, newData(), { mint: "first" })
  expect(Object.keys(first.keys)).toHaveLength(4)
  const second = await bootstrap(store, newData(), { mint: "first" })
  expect(second).toMatchObject({ keys: {}, fresh: false })
  expect(await store.keys()).toHaveLength(4)
})
