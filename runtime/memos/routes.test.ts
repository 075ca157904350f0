import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { Elysia } from "elysia"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { query } from "../query/routes.ts"
import { testShop } from "../query/testing.ts"
import { createMemoDesk } from "./desk.ts"
import { memoRoutes } from "./routes.ts"

let access: RunningAccess
let server: { port?: number; stop(force?: boolean): unknown }
const keys: Record<string, string> = {}
const changes: [shop: string, what: string][] = []

beforeAll(async () => {
  const { shop, store, registry, answers } = await testShop({ timezone: "Europe/Berlin" })
  await store.saveShop({ ...shop, id: "other" })
  for (const [name, of, kind] of [
    ["admin", shop.id, "admin"],
    ["read", shop.id, "read"],
    ["other", "other", "admin"],
  ] as const) {
    const { key, record } = mintKey(of, kind)
    await store.saveKey(record)
    keys[name] = key
  }
  access = await createAccess({ store, secret: SECRET })
  const desk = createMemoDesk({ store, registry: () => registry, onChange: (...change) => void changes.push(change) })
  const app = new Elysia().use(query({ answers, access })).use(memoRoutes({ desk, access }))
  server = app.listen({ port: 0, hostname: "127.0.0.1" }).server!
})
beforeEach(() => void changes.splice(0))
afterAll(async () => {
  access.close()
  await server.stop(true)
})

async function call(method: string, path: string, body?: unknown, key = keys.admin!) {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const { data, error } = (await response.json()) as { data?: never; error?: never }
  return { status: response.status, data, error } as { status: number; data: unknown; error: unknown }
}
const refusal = (status: number, code: string, parameter?: string) => ({
  ...{ status, error: { code, ...(parameter ? { details: { parameter } } : {}) } },
})

describe("annotations", () => {
  const sale = {
    text: "Sale 😀",
    at: "2025-01-14",
    until: "2025-01-15T10:00:00+01:00",
    link: "https://shop.example/sale",
  }

  test("are written, listed where the window touches them, written anew and taken away", async () => {
    const { status, data } = await call("POST", "annotations", sale)
    const { id, ...written } = data as { id: string }
    expect([status, written]).toEqual([
      200,
      { ...sale, at: "2025-01-13T23:00:00.000Z", until: "2025-01-15T09:00:00.000Z" },
    ])
    const { data: instant } = await call("POST", "annotations", { text: "Deployed", at: "2025-01-15T10:20:00Z" })
    expect(instant).toEqual({ id: expect.any(String), text: "Deployed", at: "2025-01-15T10:20:00.000Z" })

    const listed = async (window: string) => (await call("GET", `annotations?${window}`, undefined, keys.read!)).data
    expect(await listed("")).toEqual([instant, data])
    expect(await listed("minutes=30")).toEqual([instant])
    expect(await listed("from=2025-01-14T00:00:00Z&to=2025-01-15T00:00:00Z")).toEqual([data])
    expect(await listed("limit=1")).toEqual([instant])

    const { data: changed } = await call("PUT", `annotations/${id}`, { text: "Sale", at: sale.at })
    expect(changed).toEqual({ id, text: "Sale", at: "2025-01-13T23:00:00.000Z" })
    expect(await listed("")).toEqual([instant, changed])
    expect((await call("DELETE", `annotations/${id}`)).status).toBe(200)
    expect(await listed("")).toEqual([instant])
    expect(changes).toEqual(Array(4).fill(["lamps", "annotations"]))
  })

  test.each([
    ["text", { text: "" }],
    ["text", { text: "x".repeat(281) }],
    ["at", { at: "yesterday" }],
    ["until", { until: "2025-01-13" }],
    ["until", { until: "soon" }],
    ["link", { link: "javascript:alert(1)" }],
    ["link", { link: "shop.example" }],
  ])("with a wrong %s are refused", async (parameter, wrong) => {
    const { status, error } = await call("POST", "annotations", { ...sale, ...wrong })
    expect([status, error]).toMatchObject([400, { code: "bad_parameter", message: expect.stringContaining(parameter) }])
    expect(changes).toEqual([])
  })

  test("are changed by admin keys of their own shop only", async () => {
    const { data } = await call("POST", "annotations", sale)
    const path = `annotations/${(data as { id: string }).id}`
    expect(await call("POST", "annotations", sale, keys.read)).toMatchObject(refusal(403, "wrong_key_kind"))
    for (const [method, body] of [
      ["PUT", sale],
      ["DELETE", undefined],
    ] as const) {
      expect(await call(method, path, body, keys.read)).toMatchObject(refusal(403, "wrong_key_kind"))
      expect(await call(method, path, body, keys.other)).toMatchObject(refusal(404, "not_found"))
    }
    expect((await call("GET", "annotations?days=3", undefined, keys.other)).data).toEqual([])
    expect((await call("DELETE", path)).status).toBe(200)
    expect(await call("DELETE", path)).toMatchObject(refusal(404, "not_found"))
  })
})

describe("goals", () => {
  test("are set, one for a metric and period, listed with their progress and taken away", async () => {
    const { status, data } = await call("PUT", "goals/revenue/week", { target: 1_000.5 })
    expect([status, data]).toEqual([200, { metric: "revenue", period: "week", target: 1_000.5 }])
    await call("PUT", "goals/revenue/week", { target: 2_000 })
    await call("PUT", "goals/orders/day", { target: 10 })
    const listed = async () => (await call("GET", "goals", undefined, keys.read!)).data
    expect(await listed()).toMatchObject([
      { metric: "orders", period: "day", target: 10, value: 0, percent: 0 },
      { metric: "revenue", period: "week", target: 2_000, currency: "USD" },
    ])
    expect((await call("DELETE", "goals/orders/day")).status).toBe(200)
    expect(await listed()).toMatchObject([{ metric: "revenue" }])
    expect(changes).toEqual(Array(4).fill(["lamps", "goals"]))
    expect(await call("DELETE", "goals/orders/day")).toMatchObject(refusal(404, "not_found"))
  })

  test("for what is no metric, no period or no target are refused", async () => {
    expect(await call("PUT", "goals/revenu/day", { target: 1 })).toMatchObject(refusal(404, "unknown_metric"))
    expect(await call("PUT", "goals/revenue/year", { target: 1 })).toMatchObject(refusal(400, "bad_parameter"))
    for (const target of [0, -1, "9", null]) {
      expect(await call("PUT", "goals/revenue/day", { target })).toMatchObject(refusal(400, "bad_parameter"))
    }
    expect(await call("PUT", "goals/revenue/day", { target: 1 }, keys.read)).toMatchObject(
      refusal(403, "wrong_key_kind"),
    )
    expect(changes).toEqual([])
  })
})
