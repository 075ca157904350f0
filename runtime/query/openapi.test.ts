import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openapi } from "@elysiajs/openapi"
import { Elysia } from "elysia"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { mintWidgetToken } from "../access/tokens.ts"
import { departures, type JsonSchema } from "../http/testing/departures.ts"
import { createInvestigate } from "./investigate/investigate.ts"
import { investigateRoutes } from "./investigate/routes.ts"
import { createRates } from "./rates.ts"
import { query } from "./routes.ts"
import { RETENTION, testShop } from "./testing.ts"

type Operation = {
  operationId?: string
  parameters?: { name: string }[]
  responses: Record<string, { content: Record<string, { schema: JsonSchema }> }>
}

let server: { port?: number; stop(force?: boolean): unknown }
let access: RunningAccess
let paths: Record<string, { get: Operation }>
const keys = { read: "", widget: "" }

/** A question for each documented path, which brings as much of the answer as there can be. */
const QUESTIONS: Record<string, string> = {
  "/api/metrics": "/api/metrics",
  "/api/metrics/{name}": "/api/metrics/revenue?hours=1&step=1m&by=country&compare=previous&filter=category:Lamps",
  "/api/metrics/live": "/api/metrics/live?compare=previous",
  "/api/metrics/products/trending": "/api/metrics/products/trending?filter=country:DE",
  "/api/metrics/funnel": "/api/metrics/funnel?compare=previous",
  "/api/metrics/funnel/custom":
    "/api/metrics/funnel/custom?steps=product_view,purchase[country:DE]&per=visitor&compare=previous",
  "/api/metrics/geographic": "/api/metrics/geographic?limit=5",
  "/api/metrics/alerts": "/api/metrics/alerts",
  "/api/events/recent": "/api/events/recent?limit=100",
  "/api/annotations": "/api/annotations?days=2",
  "/api/goals": "/api/goals",
  "/api/orders/reconciliation": "/api/orders/reconciliation?days=1",
  "/api/orders/{id}": "/api/orders/o1",
  "/api/sessions/{id}": "/api/sessions/s1",
}

beforeAll(async () => {
  const rates = createRates([{ date: "2025-01-01", from: "EUR", to: "USD", rate: 1.1 }])
  const { shop, store, registry, answers, tail, clock, add } = await testShop({ rates })
  const lamp = { id: "lamp", name: "Lamp", category: "Lamps", price: 5 }
  const ada = { session_id: "s1", user_id: "ada", location: { country: "DE", city: "Bonn" } }
  await add([
    { event_type: "product_view", product: lamp, ...ada },
    { event_type: "add_to_cart", product: lamp, ...ada },
    { event_type: "purchase", order_id: "o1", items: [{ product: lamp }], total_amount: 5, ...ada },
    { event_type: "purchase", order_id: "o2", items: [{ product: lamp }], total_amount: 4, currency: "EUR", ...ada },
    { event_type: "purchase", order_id: "o3", total_amount: 4, currency: "GBP", ...ada },
    { event_type: "refund", order_id: "o1", refund_id: "r1", total_amount: 2, ...ada },
  ])
  await store.saveAlerts({ alerts: [alert(shop.id)] })
  const at = { from: clock() - 60_000, to: clock() }
  const body = { text: "Newsletter", link: "https://shop.example/mail" }
  await store.saveMemo({ shop: shop.id, kind: "annotation", name: "0195", ...at, body })
  await store.saveMemo({ shop: shop.id, kind: "goal", name: "revenue/day", body: { target: 100 } })
  const rejected = [{ index: 0, event_id: "bad", code: "invalid_timestamp", message: "expected a time" }]
  tail.take({ shop: shop.id, accepted: [], rejected }, clock())

  const { key, record } = mintKey(shop.id, "read")
  await store.saveKey(record)
  keys.read = key
  keys.widget = await mintWidgetToken(SECRET, { shop: shop.id, metrics: ["orders"], origins: [] }, Date.now() + 60_000)
  access = await createAccess({ store, secret: SECRET })
  const investigate = createInvestigate({ store, registry, clock, retention: RETENTION })
  server = new Elysia()
    .use(query({ answers, access }))
    .use(investigateRoutes({ investigate, access }))
    .use(openapi({ specPath: "/openapi.json" }))
    .listen({ port: 0, hostname: "127.0.0.1" }).server!
  paths = ((await (await fetch(url("/openapi.json"))).json()) as { paths: typeof paths }).paths
})

afterAll(async () => {
  access.close()
  await server.stop(true)
})

const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`

function get(path: string, key = keys.read, accept = "application/json"): Promise<Response> {
  return fetch(url(path), { headers: { authorization: `Bearer ${key}`, accept } })
}

const alert = (shop: string) => ({
  ...{ id: "0194", shop, alert: "traffic_drop", subject: "", title: "Traffic drop", severity: "critical" as const },
  ...{ status: "firing" as const, message: "Half of what is usual.", metric: "active_users", unit: "count" as const },
  ...{ value: 5, baseline: 10, window: { from: "2025-01-15T10:00:00.000Z", to: "2025-01-15T10:30:00.000Z" } },
  ...{ started_at: "2025-01-15T10:30:00.000Z", updated_at: "2025-01-15T10:30:00.000Z" },
})

test("every path is documented, with an operation of its own", () => {
  expect(Object.keys(paths).sort()).toEqual(Object.keys(QUESTIONS).sort())
  const ids = Object.values(paths).map(({ get }) => get.operationId)
  expect(ids.every(id => /^[a-z][A-Za-z]+$/.test(id ?? ""))).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})

describe("the answer of", () => {
  test.each(Object.entries(QUESTIONS))("%s is what its schema says", async (path, question) => {
    const response = await get(question)
    const body: unknown = await response.json()
    expect([response.status, body]).toMatchObject([200, { success: true }])
    const { responses } = paths[path]!.get
    const { schema } = responses["200"]!.content["application/json"]!
    expect(schema).toMatchObject({ type: "object", required: ["success", "data"] })
    expect(departures(schema, body)).toEqual([])
  })

  test("a question that cannot be answered is what its schema says too", async () => {
    const response = await get("/api/metrics/funnel?hours=0")
    const { schema } = paths["/api/metrics/funnel"]!.get.responses["400"]!.content["application/json"]!
    expect(departures(schema, await response.json())).toEqual([])
  })
})

test("answers bring what was asked: an order's ledger and events, a session's steps, what was refused, what was written down", async () => {
  const data = async <Data = unknown>(path: string) => ((await (await get(path)).json()) as { data: Data }).data
  expect(await data("/api/orders/o1")).toMatchObject({
    ...{ order_id: "o1", state: "pixel_only", total: 5, refunds: [{ refund_id: "r1", amount: 2 }] },
    events: [{ event_type: "purchase" }, { event_type: "refund" }],
  })
  expect(await data("/api/sessions/s1")).toMatchObject({
    steps: { view: "2025-01-15T10:30:20.000Z", checkout: null },
    more: false,
  })
  const { events } = await data<{ events: unknown[] }>("/api/sessions/s1")
  expect(events).toHaveLength(6)
  expect(await data("/api/orders/reconciliation")).toMatchObject({ counts: { pixel_only: 3 }, total: 3 })
  expect(await data("/api/events/recent?verdict=rejected")).toEqual([
    {
      ...{ verdict: "rejected", received_at: "2025-01-15T10:30:20.000Z", event_id: "bad" },
      ...{ code: "invalid_timestamp", message: "expected a time" },
    },
  ])
  const [at, until, link] = ["2025-01-15T10:29:20.000Z", "2025-01-15T10:30:20.000Z", "https://shop.example/mail"]
  expect(await data("/api/annotations")).toEqual([{ id: "0195", text: "Newsletter", at, until, link }])
  expect(await data("/api/goals")).toMatchObject([{ metric: "revenue", target: 100, currency: "USD" }])
})

test.each(["/api/orders/nope", "/api/sessions/nope"])("%s is a 404", async path => {
  expect((await get(path)).status).toBe(404)
})

const FOR_KEYS = [
  ...["/api/orders/o1", "/api/sessions/s1", "/api/orders/reconciliation", "/api/events/recent"],
  ...["/api/annotations", "/api/goals"],
]

test.each(FOR_KEYS)("%s is closed to widget tokens", async path => {
  expect((await get(path, keys.widget)).status).toBe(403)
})

test.each([
  ["products/trending", "product_id,name,views,views_per_minute,multiple"],
  ["funnel", "step,events,sessions,percent"],
  ["funnel/custom?steps=product_view,purchase", "step,events,reached,percent,percent_of_previous"],
  ["geographic", "country,city,revenue,orders"],
  ["live", "revenue,orders,active_users"],
  ["alerts", "id,alert,subject,severity"],
])("%s comes as CSV on request", async (path, header) => {
  const response = await get(`/api/metrics/${path}`, keys.read, "text/csv")
  expect(response.headers.get("content-type")).toStartWith("text/csv")
  const lines = (await response.text()).trimEnd().split("\r\n")
  expect(lines[0]).toStartWith(header)
  expect(lines.length).toBeGreaterThan(1)
})
