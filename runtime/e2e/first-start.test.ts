import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { statSync } from "node:fs"
import { join } from "node:path"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { numbers } from "./testing/numbers.ts"
import { settled } from "./testing/until.ts"

describe("the first start on an empty folder", () => {
  let server: ServerUnderTest
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.dispose())

  const ask = (path: string, key?: string) =>
    fetch(server.url + path, key ? { headers: { authorization: `Bearer ${key}` } } : {})

  test.each<[string, string, RegExp]>([
    ["/", "text/html", /<shop-dashboard/],
    ["/demo", "text/html", /data-testid="search-input"/],
    ["/docs", "text/html", /ShopStream API/],
    ["/openapi.json", "application/json", /"openapi"/],
    ["/shopstream.js", "text/javascript", /data-capture/],
    ["/shopstream.core.js", "text/javascript", /data-capture/],
    ["/widgets.js", "text/javascript", /shop-kpi/],
    ["/widgets/shop-kpi.js", "text/javascript", /shop-kpi/],
    ["/health", "application/json", /"ok"/],
    ["/ready", "application/json", /"store"/],
    ["/metrics", "text/plain", /^# TYPE \w+ counter$/m],
  ])("answers %s", async (path, type, content) => {
    const response = await ask(path)
    expect([response.status, response.headers.get("content-type")?.split(";")[0]]).toEqual([200, type])
    expect(await response.text()).toMatch(content)
  })

  test.each(["/", "/demo", "/docs"])("has every file that the page %s names", async path => {
    const page = await (await ask(path)).text()
    const files = [...page.matchAll(/(?:src|href)="(\/[^"]+\.\w+)"/g)].map(([, file]) => file!)
    expect(files).not.toBeEmpty()
    for (const file of files) expect([file, (await ask(file)).status]).toEqual([file, 200])
  })

  test("makes the shop demo with a key of each kind, that only their owner can read", () => {
    expect(server.keys).toEqual({
      shop: "demo",
      write: expect.stringMatching(/^wk_/),
      ingest: expect.stringMatching(/^sk_/),
      read: expect.stringMatching(/^rk_/),
      admin: expect.stringMatching(/^ak_/),
    })
    const modes = ["keys.json", "secret"].map(name => statSync(join(server.data, name)).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
  })

  test("gives each key the rights of its kind", async () => {
    const { write, ingest, read, admin } = server.keys
    const statuses = async (path: string) =>
      Promise.all([write, ingest, read, admin].map(async key => (await ask(path, key)).status))
    expect(await statuses("/api/metrics/revenue")).toEqual([403, 403, 200, 200])
    const sends = [write, ingest, read, admin].map(async key => {
      const events = [{ event_id: key, event_type: "page_view", timestamp: new Date().toISOString(), user_id: "u" }]
      const headers = { authorization: `Bearer ${key}` }
      return (await fetch(`${server.url}/v1/events`, { method: "POST", headers, body: JSON.stringify(events) })).status
    })
    expect(await Promise.all(sends)).toEqual([202, 202, 403, 403])
  })

  test("ends with exit code 0 at SIGTERM, and the next start finds the same keys and numbers", async () => {
    expect(await server.drain()).toBe(0)
    await server.restart()
    expect((await ask("/api/session", server.keys.admin)).status).toBe(200)
    expect(await numbers(server, "active_users")).toEqual({ active_users: 1 })
  })
})

test("the demo is full of shoppers who buy", async () => {
  const server = await startServer({ command: "demo", env: { EVENT_RATE: "50" } })
  try {
    const look = () => numbers(server, "orders", "revenue", "active_users", "sessions")
    const { orders, revenue } = await settled(look, seen => Object.values(seen).every(value => (value ?? 0) > 0))
    expect(orders).toBeGreaterThan(0)
    expect(revenue).toBeGreaterThan(0)
    expect(await server.drain()).toBe(0)
  } finally {
    await server.dispose()
  }
})
