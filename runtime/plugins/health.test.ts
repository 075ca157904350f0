import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { openapi } from "@elysiajs/openapi"
import { Elysia } from "elysia"
import { deliveryOf, reading } from "../../plugins/kit/testing/index.ts"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { mintWidgetToken } from "../access/tokens.ts"
import { departures, type JsonSchema } from "../http/testing/departures.ts"
import { type Loaded, loadPlugins } from "../plugins.ts"
import { testShop } from "../query/testing.ts"
import { makeFolder } from "../testing/folder.ts"
import type { PluginAnswer } from "./answer.ts"
import { Breaker } from "./breaker.ts"
import { createPluginHealth, type PluginHealth } from "./health.ts"
import { assertRequired } from "./required.ts"
import { pluginRoutes } from "./routes.ts"

const { folder, remove } = makeFolder()
const mine = join(folder, "mine")
const kit = (names: string, source: string) =>
  `import { ${names} } from "@shopstream/plugins"\nexport default ${source}`
const FILES = {
  "metrics/big.ts": kit(
    "count, defineMetric",
    `defineMetric({ name: "big", title: "Big", unit: "count", on: ["purchase"], ...count() })`,
  ),
  "metrics/slow.ts": kit(
    "count, defineMetric",
    `defineMetric({ name: "slow", title: "Slow", unit: "count", on: ["*"], ...count(() => {
      const until = performance.now() + 0.3
      while (performance.now() < until);
      return true
    }) })`,
  ),
  "metrics/torn.ts": `throw new Error("no good")`,
  "alerts/moody.ts": kit(
    "defineAlert, fields",
    `defineAlert({ name: "moody", title: "Moody", severity: "info", metric: "big", unit: "count", settings: fields({}),
      asks: () => ({}), judge: () => { throw new Error("not today") } })`,
  ),
  "channels/mute.ts": kit(
    "defineChannel, fields",
    `defineChannel({ name: "mute", title: "Mute", settings: fields({}), deliver: async () => { throw new Error("hm") } })`,
  ),
}

let loaded: Loaded
let health: PluginHealth
let access: RunningAccess
let server: { port?: number; stop(force?: boolean): unknown }
const time = { now: Date.parse("2026-03-01T12:00:00Z") }
const breaker = new Breaker(() => time.now)
const keys: Record<string, string> = {}

beforeAll(async () => {
  for (const place of ["metrics", "alerts", "channels"]) mkdirSync(join(mine, place), { recursive: true })
  for (const [name, source] of Object.entries(FILES)) writeFileSync(join(mine, name), source)
  loaded = await loadPlugins([mine])
  health = createPluginHealth({ loaded, folders: [mine], clock: () => time.now, breaker })
  const { shop, store } = await testShop()
  for (const kind of ["write", "read", "admin"] as const) {
    const { key, record } = mintKey(shop.id, kind)
    await store.saveKey(record)
    keys[kind] = key
  }
  keys.widget = await mintWidgetToken(SECRET, { shop: shop.id, metrics: ["big"], origins: [] }, Date.now() + 60_000)
  access = await createAccess({ store, secret: SECRET })
  const app = new Elysia().use(pluginRoutes({ health, access })).use(openapi({ specPath: "/openapi.json" }))
  server = app.listen({ port: 0, hostname: "127.0.0.1" }).server!
})

afterAll(async () => {
  access.close()
  await server.stop(true)
  remove()
})

const get = (path: string, key = keys.read!) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${key}` } })
const plugins = async (): Promise<PluginAnswer[]> => (await (await get("/api/plugins")).json()).data
const plugin = async (name: string) => (await plugins()).find(plugin => plugin.name === name)!

describe("/api/plugins", () => {
  test("names every plugin with its kind, title and the path below its folder", async () => {
    expect((await plugins()).map(({ kind, title, path }) => [kind, title, path])).toEqual([
      ["event", "Big", "mine/metrics/big.ts"],
      ["event", "Slow", "mine/metrics/slow.ts"],
      ["alert", "Moody", "mine/alerts/moody.ts"],
      ["channel", "Mute", "mine/channels/mute.ts"],
      [undefined, undefined, "mine/metrics/torn.ts"],
    ])
  })

  test("says why a file did not load, and nothing of where it lies on the machine", async () => {
    expect(await plugin("torn")).toMatchObject({ state: "refused", last_error: { message: "no good", at: null } })
    expect(JSON.stringify(await plugins())).not.toContain(folder)
  })

  test("tells a metric that is slow from one that is not, and that alerts cost no event anything", async () => {
    expect(await plugin("slow")).toMatchObject({ state: "slow", errors: 0 })
    const { state, microseconds_per_event } = await plugin("big")
    expect([state, typeof microseconds_per_event]).toEqual(["ok", "number"])
    expect((await plugin("moody")).microseconds_per_event).toBeNull()
  })

  test("a metric that threw is failing, with its last error, and is well again 15 minutes after it", async () => {
    health.onCommit({ failures: new Map([["big", "Error: first"]]), missed: new Map([["big", 2]]) })
    health.onCommit({ failures: new Map([["big", "Error: last"]]), missed: new Map([["big", 2]]) })
    const at = new Date(time.now).toISOString()
    const last_error = { message: "Error: last", at }
    expect(await plugin("big")).toMatchObject({ state: "failing", errors: 2, last_error })
    time.now += 15 * 60_000
    expect(await plugin("big")).toMatchObject({ state: "ok", errors: 2, last_error })
  })

  test("a metric whose circuit is open is paused, with when it is tried again and how much it missed", async () => {
    const big = loaded.plugins.find(({ plugin }) => plugin.name === "big")!.plugin
    for (let i = 0; i < 3; i++) breaker.failed(big)
    health.onCommit({ failures: new Map(), missed: new Map([["big", 40]]) })
    const paused_until = new Date(time.now + 1_000).toISOString()
    expect(await plugin("big")).toMatchObject({ state: "paused", paused_until, missed: 44 })
    breaker.passed(big)
    expect(await plugin("big")).toMatchObject({ state: "ok", paused_until: null, missed: 44 })
  })

  test("an alert that throws and a channel that cannot deliver are failing, and their errors go on", async () => {
    const alert = health.watchedAlert(loaded.alerts[0]!.plugin)
    expect(() => alert.judge({ config: {}, now: 0, readings: { none: reading(0) } })).toThrow("not today")
    const channel = health.watchedChannel(loaded.channels[0]!.plugin)
    expect(await deliveryOf(channel).catch(String)).toBe("Error: hm")
    expect(await plugin("moody")).toMatchObject({ state: "failing", last_error: { message: "not today" } })
    expect(await plugin("mute")).toMatchObject({ state: "failing", last_error: { message: "hm" } })
  })

  test("is for read and admin keys", async () => {
    const kinds = ["read", "admin", "write", "widget"]
    expect(await Promise.all(kinds.map(async kind => (await get("/api/plugins", keys[kind])).status))).toEqual([
      200, 200, 403, 403,
    ])
  })

  test("answers what its documentation says", async () => {
    const { paths } = await (await get("/openapi.json")).json()
    const schema: JsonSchema = paths["/api/plugins"].get.responses[200].content["application/json"].schema
    expect(departures(schema, await (await get("/api/plugins")).json())).toEqual([])
  })
})

test("the start needs every required plugin, and says why one did not load", () => {
  expect(() => assertRequired(["big", "moody", "mute"], loaded)).not.toThrow()
  expect(() => assertRequired(["torn"], loaded)).toThrow(
    /^SHOPSTREAM_PLUGINS_REQUIRED: expected torn .*torn\.ts: no good$/,
  )
  expect(() => assertRequired(["absent"], loaded)).toThrow("no folder of plugins has a file of this name")
})
