import { afterEach, describe, expect, test } from "bun:test"
import { Elysia } from "elysia"
import { memoryLog } from "../log/drivers/memory.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { type ReadinessOptions, readiness } from "./readiness.ts"
import { telemetryRoutes } from "./routes.ts"
import { createTelemetry } from "./telemetry.ts"

let stop: (() => unknown) | undefined
afterEach(() => stop?.())

/** A server whose components are real, except those that the test breaks. */
function serve(broken: Partial<ReadinessOptions> = {}) {
  const troubles: unknown[] = []
  const log = memoryLog()
  const store = memoryStore()
  const telemetry = createTelemetry()
  const options: ReadinessOptions = {
    role: "all",
    log,
    store,
    pipeline: { state: () => ({ state: "running" }) },
    plugins: { loaded: 10, failures: [] },
    version: "0.1.0",
    onTrouble: error => troubles.push(error),
    ...broken,
  }
  const routes = telemetryRoutes({
    telemetry,
    ready: () => readiness(options),
    live: () => ({ sockets: 2, topics: 3 }),
  })
  const { server } = new Elysia().use(routes).listen({ port: 0, hostname: "127.0.0.1" })
  stop = () => server!.stop(true)
  const get = (path: string) => fetch(`http://127.0.0.1:${server!.port}${path}`)
  return { get, log, store, telemetry, troubles }
}

async function append(log: ReturnType<typeof memoryLog>, count: number) {
  const event = { event_type: "page_view", timestamp: "2025-01-15T10:30:20Z", user_id: "ada" }
  const received_at = event.timestamp
  await log.append(
    Array.from({ length: count }, (_, i) => ({
      shop: "lamps",
      source: "browser" as const,
      received_at,
      event: { ...event, event_id: `e${i}` },
    })),
  )
}

test("/health says that the process is alive", async () => {
  const response = await serve().get("/health")
  expect(response.status).toBe(200)
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(await response.json()).toEqual({ status: "ok" })
})

describe("/ready", () => {
  test("is 200 with every component's state, the versions and what befell the installation", async () => {
    const { get, store, log } = serve()
    const incident = { id: "1", code: "log_replaced", message: "another log", at: "2025-01-15T10:30:20Z" }
    await store.incident(incident)
    const response = await get("/ready")
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      state: "ok",
      versions: { shopstream: "0.1.0", bun: Bun.version },
      lag: 0,
      components: {
        log: { state: "ok", id: log.id },
        store: { state: "ok", driver: "memory" },
        pipeline: { state: "ok", doing: "running" },
        plugins: { state: "ok", loaded: 10, failures: [] },
      },
      incidents: [incident],
    })
  })

  test("tells how far the numbers are behind the log, per partition", async () => {
    const { get, store, log } = serve()
    await append(log, 5)
    const { partition } = (await log.state()).find(({ end }) => end === 5)!
    const lags = async () => {
      const { lag, components } = (await (await get("/ready")).json()) as Awaited<ReturnType<typeof readiness>>
      return [lag, components.log!.partitions.find(state => state.partition === partition)]
    }
    expect(await lags()).toEqual([5, { partition, end: 5, checkpoint: null, lag: 5 }])
    await store.transact({ log: log.id, partition }, tx => tx.fence(undefined, 3))
    expect(await lags()).toEqual([2, { partition, end: 5, checkpoint: 3, lag: 2 }])
  })

  test("is 503 when the store cannot be asked, and tells the log why rather than the asker", async () => {
    const away = async (): Promise<never> => {
      throw new Error("select * from secrets")
    }
    const { get, troubles } = serve({ store: { info: away, incidents: away, checkpoint: away } })
    const response = await get("/ready")
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(text).not.toContain("secrets")
    expect(JSON.parse(text)).toMatchObject({ state: "failing", lag: null, components: { store: { state: "failing" } } })
    expect(troubles.length).toBeGreaterThan(0)
  })

  test("stays 200 while the pipeline tries again: what is sent meanwhile is kept in the log", async () => {
    const { get } = serve({ pipeline: { state: () => ({ state: "retrying", reason: "disk full" }) } })
    const response = await get("/ready")
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      state: "degraded",
      components: { pipeline: { state: "degraded", doing: "retrying", reason: "disk full" } },
    })
  })

  test("is 503 when the pipeline has stopped, and while draining", async () => {
    expect((await serve({ pipeline: { state: () => ({ state: "stopped" }) } }).get("/ready")).status).toBe(503)
    stop?.()
    const response = await serve({ draining: () => true }).get("/ready")
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ state: "draining" })
  })

  test("names plugins that did not load by their file, without where it lies", async () => {
    const path = "/home/someone/plugins/bad.ts"
    const { get } = serve({ plugins: { loaded: 9, failures: [{ path, message: `cannot read ${path}` }] } })
    const { components } = (await (await get("/ready")).json()) as Awaited<ReturnType<typeof readiness>>
    expect(components.plugins).toEqual({
      state: "degraded",
      loaded: 9,
      failures: [{ file: "bad.ts", message: "cannot read bad.ts" }],
    })
  })

  test("names metrics that this process leaves out, and how what they miss is counted after all", async () => {
    const { get } = serve({ plugins: { loaded: 9, failures: [], paused: ["big_orders"] } })
    const { components } = (await (await get("/ready")).json()) as Awaited<ReturnType<typeof readiness>>
    expect(components.plugins).toMatchObject({ state: "degraded", paused: ["big_orders"] })
    expect(components.plugins.todo).toContain("shopstream backfill")
  })
})

test("/metrics counts events from the door to the sockets", async () => {
  const { get, telemetry, log } = serve()
  telemetry.onTail({ accepted: [{}, {}], rejected: [{ code: "invalid_timestamp" }] })
  telemetry.onCommit({ admitted: 2, duplicates: 1, poison: 0, failures: new Map([["revenue", "bad"]]), took: 4 })
  telemetry.onPushed(30)
  await append(log, 3)
  const response = await get("/metrics")
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8")
  const lines = (await response.text()).split("\n")
  const { partition } = (await log.state()).find(({ end }) => end === 3)!
  for (const line of [
    "shopstream_events_accepted_total 2",
    'shopstream_events_rejected_total{code="invalid_timestamp"} 1',
    'shopstream_events_folded_total{outcome="admitted"} 2',
    'shopstream_events_folded_total{outcome="duplicates"} 1',
    'shopstream_metric_failures_total{metric="revenue"} 1',
    'shopstream_batch_seconds_bucket{le="0.005"} 1',
    'shopstream_push_seconds_bucket{le="0.025"} 0',
    'shopstream_push_seconds_bucket{le="0.05"} 1',
    `shopstream_log_lag{partition="${partition}"} 3`,
    "shopstream_sockets 2",
    "shopstream_topics 3",
    "shopstream_ready 1",
  ]) {
    expect(lines).toContain(line)
  }
  for (const line of lines.filter(Boolean)) {
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[\d.e+-]+)$/)
  }
})
