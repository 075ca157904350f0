import { afterAll, beforeAll, expect, test } from "bun:test"
import { Elysia } from "elysia"
import { refusals } from "../http/errors.ts"
import { createAccess, type RunningAccess } from "./access.ts"
import { openReads } from "./cors.ts"
import { accessRoutes, redeemLink } from "./routes.ts"
import { accessStore, addKey, SECRET, SHOP } from "./testing.ts"

const store = accessStore()
let access: RunningAccess
let stop: () => Promise<unknown>
let url: string

beforeAll(async () => {
  await store.saveShop(SHOP)
  access = await createAccess({ store, secret: SECRET, throttleMs: 1 })
  const app = new Elysia()
    .use(refusals())
    .use(openReads())
    .use(accessRoutes(access))
    .get("/api/metrics/open", () => "read")
    .get("/", async ({ request, query }) => (await redeemLink(access, request, query.token ?? "")) ?? "used up")
    .listen({ port: 0, hostname: "127.0.0.1" })
  stop = () => app.stop(true)
  url = `http://127.0.0.1:${app.server!.port}`
})
afterAll(async () => {
  access.close()
  await stop()
})

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
const cookieOf = (response: Response) => response.headers.get("set-cookie")!.split(";")[0]!
const follow = (token: string, headers = {}) => fetch(`${url}/?token=${token}`, { redirect: "manual", headers })

test("a key is told its shop, its kind and the public write key", async () => {
  const write = await addKey(store, "write")
  const response = await fetch(`${url}/api/session`, bearer(await addKey(store, "admin")))
  const { id, name, currency, timezone } = SHOP
  expect(await response.json()).toEqual({
    success: true,
    data: { shop: { id, name, currency, timezone }, kind: "admin", write_key: write },
  })
  expect(response.headers.get("cache-control")).toBe("no-store")
})

test("nobody is a 401, and a key that only sends a 403", async () => {
  expect((await fetch(`${url}/api/session`)).status).toBe(401)
  expect((await fetch(`${url}/api/session`, bearer(await addKey(store, "write")))).status).toBe(403)
})

test("the one-time link leads to / with a cookie that signs in, and works once", async () => {
  const token = access.signIns.mintLink(SHOP.id)
  const first = await follow(token)
  expect([first.status, first.headers.get("location")]).toEqual([303, "/"])
  const session = await fetch(`${url}/api/session`, { headers: { cookie: cookieOf(first) } })
  expect(await session.json()).toMatchObject({ data: { kind: "admin", shop: { id: SHOP.id } } })
  const second = await follow(token)
  expect([second.status, second.headers.get("set-cookie")]).toEqual([200, null])
})

test("a browser that is signed in already may follow a used link", async () => {
  const token = access.signIns.mintLink(SHOP.id)
  const cookie = cookieOf(await follow(token))
  const again = await follow(token, { cookie })
  expect([again.status, again.headers.get("set-cookie")]).toEqual([303, null])
})

test("pasting a key signs the browser in; ending the session takes the cookie away", async () => {
  const key = await addKey(store, "read")
  const headers = { "content-type": "application/json", origin: url }
  const began = await fetch(`${url}/api/session`, { method: "POST", headers, body: JSON.stringify({ key }) })
  expect(await began.json()).toMatchObject({ success: true, data: { kind: "read" } })
  expect((await fetch(`${url}/api/session`, { headers: { cookie: cookieOf(began) } })).status).toBe(200)
  const ended = await fetch(`${url}/api/session/end`, { method: "POST", headers })
  expect(ended.headers.get("set-cookie")).toContain("Max-Age=0")
})

test("another site can neither sign a visitor's browser in nor out", async () => {
  const key = await addKey(store, "read")
  const headers = { "content-type": "application/json", origin: "https://evil.example" }
  for (const path of ["/api/session", "/api/session/end"]) {
    const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify({ key }) })
    expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null])
  }
})

test("the API is open to every origin, without credentials", async () => {
  const origin = "https://lamps.example"
  const read = await fetch(`${url}/api/metrics/open`, { headers: { origin } })
  expect(read.headers.get("access-control-allow-origin")).toBe("*")
  expect(read.headers.get("access-control-allow-credentials")).toBeNull()
  const preflight = await fetch(`${url}/api/session`, { method: "OPTIONS", headers: { origin } })
  expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([
    204,
    "authorization, content-type",
  ])
})

test("a dashboard hosted elsewhere is told who its key is, and a cookie tells it nothing", async () => {
  const origin = "https://dashboard.example"
  const key = await addKey(store, "admin")
  const withKey = await fetch(`${url}/api/session`, { headers: { origin, authorization: `Bearer ${key}` } })
  expect([withKey.status, withKey.headers.get("access-control-allow-origin")]).toEqual([200, "*"])
  const cookie = cookieOf(await follow(access.signIns.mintLink(SHOP.id)))
  expect((await fetch(`${url}/api/session`, { headers: { origin, cookie } })).status).toBe(403)
})

test("a refused read is readable by the page that made it", async () => {
  const response = await fetch(`${url}/api/nothing-here`, { headers: { origin: "https://lamps.example" } })
  expect(response.headers.get("access-control-allow-origin")).toBe("*")
})
