import { afterAll, beforeAll, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { Elysia } from "elysia"
import type { AlertNotice } from "../../plugins/kit/index.ts"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { createDesk } from "./desk.ts"
import { publicOr } from "./reach/address.ts"
import { createPost } from "./reach/post.ts"
import { alertRoutes } from "./routes.ts"
import { OWN_CHANNELS, watchedShop } from "./testing.ts"

type Watched = Awaited<ReturnType<typeof watchedShop>>
let shop: Watched
let access: RunningAccess
let server: { port?: number; stop(force?: boolean): unknown }
const keys: Record<string, string> = {}
const hooks: { body: string; headers: Headers }[] = []
const hook = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    hooks.push({ body: await request.text(), headers: request.headers })
    return new Response("ok")
  },
})

beforeAll(async () => {
  shop = await watchedShop()
  for (const kind of ["write", "read", "admin"] as const) {
    const { key, record } = mintKey(shop.shop.id, kind)
    await shop.store.saveKey(record)
    keys[kind] = key
  }
  access = await createAccess({ store: shop.store, secret: SECRET })
  const desk = createDesk({
    ...{ store: shop.store, dashboard: "https://stats.example" },
    plugins: { alerts: shop.options.alerts, channels: OWN_CHANNELS },
    reach: { ...shop.options.reach, post: createPost({ mayReach: publicOr(["127.0.0.1"]) }) },
    clock: () => shop.time.now,
    onChange: () => {},
  })
  server = new Elysia().use(alertRoutes({ desk, store: shop.store, access })).listen({ port: 0, hostname: "127.0.0.1" })
    .server!
  for (let minute = 1; minute <= 70; minute++) await shop.happen("product_view", 20, minute)
  await shop.happen("product_view", 400)
  shop.start()
  await shop.advance(1_000)
})
afterAll(async () => {
  await shop.stop()
  access.close()
  await server.stop(true)
  await hook.stop(true)
})

async function call(method: string, path: string, body?: unknown, key = keys.admin!) {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/alerts${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const answer = await response.json()
  return { status: response.status, data: answer.data, error: answer.error }
}

test("an alert is listed with value, baseline, window and chart, acknowledged, and stays so", async () => {
  const { data } = await call("GET", "?status=open")
  const spike = data.find(({ alert }: { alert: string }) => alert === "traffic_spike")
  expect(spike).toMatchObject({ status: "firing", change: expect.any(Number), baseline: expect.any(Number) })
  expect(spike.link).toStartWith("/#metric=product_views&from=")
  expect((await call("POST", `/${spike.id}/acknowledge`)).data).toMatchObject({ status: "acknowledged" })
  await shop.advance(15_000)
  const after = (await call("GET", "?status=open")).data.find(({ id }: { id: string }) => id === spike.id)
  expect(after).toMatchObject({ status: "acknowledged", acknowledged_by: "admin" })
  expect((await call("POST", "/nothing/acknowledge")).status).toBe(404)
})

test("reading takes a read key, changing an admin key, and a write key gets nothing", async () => {
  expect((await call("GET", "", undefined, keys.read)).status).toBe(200)
  expect((await call("POST", "/silences", { minutes: 5 }, keys.read)).error.code).toBe("wrong_key_kind")
  expect((await call("PUT", "/settings/alerts/traffic_spike", {}, keys.read)).status).toBe(403)
  expect((await call("GET", "", undefined, keys.write)).error.code).toBe("wrong_key_kind")
})

test("thresholds are set one by one, and a bad one is named", async () => {
  const set = await call("PUT", "/settings/alerts/traffic_spike", { config: { threshold: 75 }, cooldown: 5 })
  expect(set.data.settings).toEqual({
    enabled: true,
    cooldown: 5,
    config: { threshold: 75, minutes: 5, minimum: 50 },
  })
  const bad = await call("PUT", "/settings/alerts/traffic_spike", { config: { threshold: -1, nonsense: 1 } })
  expect(bad).toMatchObject({ status: 400, error: { code: "bad_parameter" } })
  expect(bad.error.message).toContain("config.threshold: expected a number from 1")
  expect(bad.error.message).toContain("config.nonsense")
  const { data } = await call("GET", "/settings")
  const spike = data.alerts.find(({ name }: { name: string }) => name === "traffic_spike")
  expect(spike.settings.config.threshold).toBe(75)
  expect(spike.form).toContainEqual({
    ...{ name: "threshold", title: "Percent above normal", type: "number", min: 1, default: 50 },
  })
  const webhook = data.channels.find(({ name }: { name: string }) => name === "webhook")
  expect(webhook.form).toMatchObject([
    { name: "url", type: "text" },
    { name: "secret", secret: true },
  ])
  expect((await call("PUT", "/settings/alerts/nothing", {})).error.message).toContain("traffic_spike")
})

test("a silence is listed until it ends", async () => {
  const { data } = await call("POST", "/silences", { alert: "traffic_spike", minutes: 30, reason: "sale" })
  expect((await call("GET", "/silences")).data).toEqual([data])
  expect((await call("POST", "/silences", { alert: "nothing", minutes: 30 })).status).toBe(404)
  await call("DELETE", `/silences/${data.id}`)
  expect((await call("GET", "/silences")).data).toEqual([])
})

test("a webhook is set up, its secret never shown, and a test arrives signed so that the receiver can check it", async () => {
  const config = { url: `http://127.0.0.1:${hook.port}/`, secret: "sixteen characters at least" }
  expect((await call("POST", "/channels/webhook/test")).status).toBe(400)
  const set = await call("PUT", "/settings/channels/webhook", { config })
  expect(set.data.settings.config).toEqual({ url: config.url, secret: "••••••••" })
  // Sent back as it was shown, the secret stays.
  await call("PUT", "/settings/channels/webhook", { minimum: "warning", config: set.data.settings.config })

  expect((await call("POST", "/channels/webhook/test")).data).toEqual({ status: "delivered" })
  const { body, headers } = hooks.at(-1)!
  const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`
  const signature = createHmac("sha256", config.secret).update(signed).digest("base64")
  expect(headers.get("webhook-signature")).toBe(`v1,${signature}`)
  const notice: AlertNotice = JSON.parse(body)
  expect(notice).toMatchObject({ event: "test", shop: { id: "lamps" } })
  expect((await call("GET", "/deliveries?limit=1")).data).toMatchObject([{ channel: "webhook", status: "delivered" }])
})

test("a test that fails says why", async () => {
  await call("PUT", "/settings/channels/slack", { config: { url: "http://10.0.0.1/hook" } })
  const { data } = await call("POST", "/channels/slack/test")
  expect(data.status).toBe("failed")
  expect(data.error).toContain("10.0.0.1 is not a public address")
})
