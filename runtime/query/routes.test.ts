import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openapi } from "@elysiajs/openapi"
import { Elysia } from "elysia"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { openReads } from "../access/cors.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { mintWidgetToken } from "../access/tokens.ts"
import type { KeyKind } from "../store/store.ts"
import { query } from "./routes.ts"
import { testShop } from "./testing.ts"

let server: { port?: number; stop(force?: boolean): unknown }
let access: RunningAccess
const keys = {} as Record<KeyKind | "widget" | "elsewhere", string>

beforeAll(async () => {
  const { store, answers, add, shop } = await testShop()
  await add([{ event_type: "purchase", total_amount: 12.5, location: { country: "=cmd()" } }])
  for (const kind of ["write", "ingest", "read", "admin"] as const) {
    const { key, record } = mintKey(shop.id, kind)
    await store.saveKey(record)
    keys[kind] = key
  }
  const grant = { shop: shop.id, metrics: ["orders"], origins: ["https://shop.example"] }
  keys.widget = await mintWidgetToken(SECRET, grant, Date.now() + 60_000)
  keys.elsewhere = await mintWidgetToken(SECRET, { ...grant, shop: "gone" }, Date.now() + 60_000)
  access = await createAccess({ store, secret: SECRET })
  const app = new Elysia()
    .use(openReads())
    .use(query({ answers, access }))
    .use(openapi({ specPath: "/openapi.json" }))
  server = app.listen({ port: 0, hostname: "127.0.0.1" }).server!
})

afterAll(async () => {
  access.close()
  await server.stop(true)
})

function get(path: string, { key = keys.read, ...headers }: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${key}`, ...headers } })
}

async function body(path: string, headers?: Record<string, string>) {
  const response = await get(path, headers)
  return {
    status: response.status,
    ...((await response.json()) as { success: boolean; data?: never[]; error?: never }),
  }
}

describe("GET /api/metrics", () => {
  test("answers in the envelope: the catalogue, live, and a metric", async () => {
    const catalogue = await body("/api/metrics")
    expect(catalogue).toMatchObject({ status: 200, success: true })
    expect(catalogue.data).toContainEqual(
      expect.objectContaining({ name: "active_users", unit: "count", window: 5 }) as never,
    )
    expect(await body("/api/metrics/live?minutes=5")).toMatchObject({
      success: true,
      data: { revenue: 12.5, orders: 1 },
    })
    expect(await body("/api/metrics/revenue?hours=1&step=1h&compare=previous&by=country")).toMatchObject({
      success: true,
      data: { metric: "revenue", value: 12.5, currency: "USD", previous: 0, change: null, source: "cells", top: [{}] },
    })
  })

  test("a null stays null, and what was not asked for stays away", async () => {
    const { data } = await body("/api/metrics/cart_abandonment_rate")
    expect(data).toEqual({
      metric: "cart_abandonment_rate",
      title: "Cart abandonment",
      unit: "percent",
      value: null,
      as_of: "2025-01-15T10:30:20.000Z",
      rev: "test:0",
      source: "cells",
    } as never)
  })

  test.each([
    ["/api/metrics/revenue?minutes=0", 400, "bad_parameter"],
    ["/api/metrics/revenue?nonsense=1", 400, "bad_parameter"],
    ["/api/metrics/live?step=1m", 400, "bad_parameter"],
    ["/api/metrics?minutes=5", 400, "bad_parameter"],
    ["/api/metrics/revenu", 404, "unknown_metric"],
    ["/api/metrics/funnel?limit=5", 400, "bad_parameter"],
    ["/api/metrics/products/trending?limit=101", 400, "bad_parameter"],
    ["/api/metrics/products/trending?days=9", 400, "bad_parameter"],
    ["/api/metrics/geographic?filter=browser:x", 400, "bad_parameter"],
    ["/api/metrics/alerts?minutes=5", 400, "bad_parameter"],
    ["/api/metrics/products", 404, "unknown_metric"],
  ])("%s is a %p with the code %s", async (path, status, code) => {
    expect(await body(path)).toMatchObject({ status, success: false, error: { code } })
  })
})

describe("who may read", () => {
  test.each(["read", "admin"] as const)("a %s key may", async kind => {
    expect((await get("/api/metrics/orders", { key: keys[kind] })).status).toBe(200)
  })

  test.each(["write", "ingest"] as const)("a %s key may not", async kind => {
    expect(await body("/api/metrics/orders", { key: keys[kind] })).toMatchObject({
      status: 403,
      error: { code: "wrong_key_kind" },
    })
  })

  test("nobody may without a key, or with one that is not known", async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/metrics/orders`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: "missing_key" } })
    expect(await body("/api/metrics", { key: "rk_nobody" })).toMatchObject({
      status: 401,
      error: { code: "unknown_key" },
    })
    expect(await body("/api/metrics", { key: keys.elsewhere })).toMatchObject({ error: { code: "bad_token" } })
  })

  test("a widget token may, for its metrics and from its origins", async () => {
    const [key, origin] = [keys.widget, "https://shop.example"]
    expect(await body("/api/metrics/orders", { key, origin })).toMatchObject({ status: 200, data: { value: 1 } })
    expect(await body("/api/metrics/revenue", { key, origin })).toMatchObject({
      status: 403,
      error: { code: "metric_not_allowed" },
    })
    expect(await body("/api/metrics/orders", { key, origin: "https://other.example" })).toMatchObject({
      status: 403,
      error: { code: "origin_not_allowed" },
    })
  })
})

describe("headers", () => {
  test("pages of any origin may read with a bearer, errors too, and nothing is kept on the way", async () => {
    for (const path of ["/api/metrics/orders", "/api/metrics/nothing", "/api/metrics"]) {
      const { headers } = await get(path)
      expect(headers.get("access-control-allow-origin")).toBe("*")
      expect(headers.get("access-control-allow-credentials")).toBeNull()
      expect(headers.get("cache-control")).toBe("no-store")
    }
  })
})

describe("Accept: text/csv", () => {
  const accept = "text/csv"

  test("gets a file named after the metric", async () => {
    const response = await get("/api/metrics/revenue?minutes=1&step=1m", { accept })
    expect(response.headers.get("content-type")).toStartWith("text/csv")
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="revenue.csv"')
    expect(response.headers.get("access-control-allow-origin")).toBe("*")
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(await response.text()).toBe("t,value\r\n2025-01-15T10:30:00.000Z,12.5\r\n")
  })

  test("gets keys that no spreadsheet runs", async () => {
    const response = await get("/api/metrics/revenue?by=country", { accept })
    expect(await response.text()).toBe("key,value\r\n'=cmd(),12.5\r\n")
  })

  test("gets errors in the envelope", async () => {
    expect(await body("/api/metrics/nothing", { accept })).toMatchObject({ status: 404, success: false })
    expect(await body("/api/metrics/revenue?step=1m&by=country", { accept })).toMatchObject({
      status: 400,
      error: { code: "bad_parameter" },
    })
  })
})

test("/openapi.json describes the parameters and the answers", async () => {
  const response = await fetch(`http://127.0.0.1:${server.port}/openapi.json`)
  const { paths } = (await response.json()) as { paths: Record<string, { get: never }> }
  const { operationId, parameters, responses } = paths["/api/metrics/{name}"]!.get as {
    operationId: string
    parameters: { name: string; in: string; schema: { description: string } }[]
    responses: Record<string, { content: Record<string, { schema: unknown }> }>
  }
  expect(operationId).toBe("readMetric")
  expect(parameters.map(({ name }) => name)).toEqual([
    "name",
    "minutes",
    "hours",
    "days",
    "from",
    "to",
    "step",
    "by",
    "limit",
    "compare",
    "filter",
  ])
  expect(parameters.every(({ schema }) => schema.description.length > 0)).toBe(true)
  expect(Object.keys(responses)).toEqual(["200", "400", "401", "403", "404", "422", "503"])
  expect(JSON.stringify(responses["200"])).toContain("unconverted")
})
