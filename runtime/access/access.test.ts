import { afterEach, expect, test } from "bun:test"
import { Refusal } from "../errors.ts"
import { createAccess, type RunningAccess } from "./access.ts"
import { hashKey } from "./keys.ts"
import { type AccessStore, accessStore, addKey, revokeKey, SECRET, SHOP } from "./testing.ts"
import { mintWidgetToken } from "./tokens.ts"

const running: RunningAccess[] = []
afterEach(() => {
  for (const access of running.splice(0)) access.close()
})

/** Polls so rarely that only a look on demand can explain what is seen. */
async function open(store: AccessStore, options: { pollMs?: number; throttleMs?: number; now?: () => number } = {}) {
  const access = await createAccess({ store, secret: SECRET, pollMs: 1e9, throttleMs: 1, ...options })
  running.push(access)
  return access
}

async function shopStore() {
  const store = accessStore()
  await store.saveShop(SHOP)
  return store
}

async function code(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no refusal",
    error => (error instanceof Refusal ? error.code : String(error)),
  )
}

const ask = (headers: Record<string, string>) => new Request("http://stats.example/api/metrics", { headers })

test("a key answers its shop, kind, hash and origins", async () => {
  const store = await shopStore()
  const key = await addKey(store, "write", ["https://lamps.example"])
  expect(await (await open(store)).resolve(key)).toEqual({
    shop: SHOP,
    kind: "write",
    keyHash: hashKey(key),
    origins: ["https://lamps.example"],
  })
})

test("a key minted by another process works at once", async () => {
  const store = await shopStore()
  const access = await open(store)
  const key = await addKey(store, "read")
  expect((await access.resolve(key)).kind).toBe("read")
})

test("a key minted while a look at the store is under way is found by the same request", async () => {
  const store = await shopStore()
  const access = await open(store)
  const earlier = access.refresh()
  const key = await addKey(store, "read")
  expect((await access.resolve(key)).kind).toBe("read")
  await earlier
})

test("a flood of unknown keys shares its looks at the store", async () => {
  const store = await shopStore()
  const access = await open(store)
  const before = store.looks
  const flood = Array.from({ length: 500 }, (_, n) => code(access.resolve(`rk_${String(n).padStart(32, "x")}`)))
  expect(new Set(await Promise.all(flood))).toEqual(new Set(["unknown_key"]))
  expect(store.looks - before).toBeLessThanOrEqual(2)
})

test("what is no key at all is refused without asking the store", async () => {
  const store = await shopStore()
  const access = await open(store)
  const before = store.looks
  expect(await code(access.resolve("hello"))).toBe("unknown_key")
  expect(store.looks).toBe(before)
})

test("a store that cannot be asked is not an unknown key", async () => {
  const store = await shopStore()
  const key = await addKey(store, "read")
  const access = await open(store)
  store.accessRev = () => Promise.reject(new Error("away"))
  expect(await code(access.resolve(`rk_${"x".repeat(32)}`))).toBe("unavailable")
  expect((await access.resolve(key)).kind).toBe("read")
})

test("polling finds a revoked key, tells its listeners once, and refuses it", async () => {
  const store = await shopStore()
  const key = await addKey(store, "admin")
  const access = await open(store, { pollMs: 5 })
  const told = new Promise<ReadonlySet<string>>(resolve => access.onRevoked(resolve))
  await revokeKey(store, hashKey(key))
  expect(await told).toEqual(new Set([hashKey(key)]))
  expect(await code(access.resolve(key))).toBe("revoked_key")
})

test("a listener that left is not called", async () => {
  const store = await shopStore()
  const key = await addKey(store, "admin")
  const access = await open(store)
  const calls: unknown[] = []
  access.onRevoked(hashes => calls.push(hashes))()
  await revokeKey(store, hashKey(key))
  await access.refresh()
  expect(calls).toEqual([])
})

test("a widget token answers what it grants, and until when", async () => {
  const store = await shopStore()
  const access = await open(store)
  const expires = 2_000_000_000_000
  const grant = { shop: SHOP.id, metrics: ["revenue"], origins: ["https://lamps.example"], round: 10, minimum: 5 }
  const token = await mintWidgetToken(SECRET, { ...grant, filters: { country: "DE" } }, expires)
  expect(token).toStartWith("wt_")
  expect(await access.resolve(token)).toEqual({
    ...grant,
    shop: SHOP,
    kind: "widget",
    filters: { country: "DE" },
    expires,
  })
})

test("a widget token that expired, was signed elsewhere, was changed, or names no shop of here is refused", async () => {
  const store = await shopStore()
  const access = await open(store, { now: () => 2_000_000_000_000 })
  const grant = { shop: SHOP.id, metrics: ["revenue"], origins: [] }
  const good = await mintWidgetToken(SECRET, grant, 2_000_000_001_000)
  expect(await code(access.resolve(good))).toBe("no refusal")
  expect(await code(access.resolve(await mintWidgetToken(SECRET, grant, 1_999_999_999_000)))).toBe("expired_token")
  expect(await code(access.resolve(await mintWidgetToken(`${SECRET}!`, grant, 2_000_000_001_000)))).toBe("bad_token")
  expect(await code(access.resolve(good.replace(/\.[^.]+\./, ".e30.")))).toBe("bad_token")
  const elsewhere = await mintWidgetToken(SECRET, { ...grant, shop: "gone" }, 2_000_000_001_000)
  expect(await code(access.resolve(elsewhere))).toBe("bad_token")
})

test("a session cookie does not pass as a widget token", async () => {
  const store = await shopStore()
  const access = await open(store)
  const cookie = await access.signIns.startCookie({ shop: SHOP.id, kind: "admin" }, ask({}))
  expect(await code(access.resolve(`wt_${/=([^;]+)/.exec(cookie)![1]}`))).toBe("bad_token")
})

test("a request is known by its bearer; without one, or with a malformed one, it is not", async () => {
  const store = await shopStore()
  const access = await open(store)
  const key = await addKey(store, "read")
  expect((await access.ofRequest(ask({ authorization: `Bearer ${key}` }))).kind).toBe("read")
  expect(await code(access.ofRequest(ask({})))).toBe("missing_key")
  expect(await code(access.ofRequest(ask({ authorization: `Basic ${key}` })))).toBe("missing_key")
})

test("a signed-in browser is believed from its own origin only", async () => {
  const access = await open(await shopStore())
  const host = "stats.example"
  const set = await access.signIns.startCookie({ shop: SHOP.id, kind: "admin" }, ask({ host }))
  const cookie = set.split(";")[0]!
  expect(await access.ofRequest(ask({ host, cookie }))).toMatchObject({ kind: "admin", shop: SHOP })
  expect(await code(access.ofRequest(ask({ host, cookie, origin: "http://stats.example" })))).toBe("no refusal")
  const senders: Record<string, string>[] = [
    { origin: "http://evil.example" },
    { origin: "http://stats.example:8001" },
    { origin: "null" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site" },
  ]
  for (const hostile of senders) {
    expect(await code(access.ofRequest(ask({ host, cookie, ...hostile })))).toBe("origin_not_allowed")
  }
})

test("a session that a pasted key began ends when that key is revoked", async () => {
  const store = await shopStore()
  const key = await addKey(store, "read")
  const access = await open(store)
  const session = { shop: SHOP.id, kind: "read", key: hashKey(key) } as const
  const cookie = (await access.signIns.startCookie(session, ask({}))).split(";")[0]!
  expect(await access.ofRequest(ask({ cookie }))).toMatchObject({ kind: "read", keyHash: hashKey(key) })
  await revokeKey(store, hashKey(key))
  await access.refresh()
  expect(await code(access.ofRequest(ask({ cookie })))).toBe("revoked_key")
})

test("an origin list is exact, an empty one allows all, and a request without Origin matches no list", async () => {
  const store = await shopStore()
  const access = await open(store)
  const anywhere = await access.resolve(await addKey(store, "write"))
  const listed = await access.resolve(await addKey(store, "write", ["https://lamps.example"]))
  access.checkOrigin(anywhere, null)
  access.checkOrigin(listed, "https://lamps.example")
  for (const origin of ["http://lamps.example", "https://lamps.example.evil.example", null]) {
    expect(() => access.checkOrigin(listed, origin)).toThrow(/may be used from https:\/\/lamps\.example/)
  }
})

test("the write key shown is the newest that was not revoked", async () => {
  const store = await shopStore()
  const kept = await addKey(store, "write")
  const revoked = await addKey(store, "write")
  await revokeKey(store, hashKey(revoked))
  const access = await open(store)
  expect(access.writeKey(SHOP.id)).toBe(kept)
  expect(access.writeKey("none")).toBeUndefined()
})
