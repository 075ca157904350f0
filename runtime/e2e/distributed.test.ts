import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import postgres from "postgres"
import type { KeysFile } from "../access/bootstrap.ts"
import { type Installation, install, type RoleProcess } from "../testing/installation.ts"
import { becomes } from "./testing/until.ts"

const installed = await install()
if ("missing" in installed && process.env.REQUIRE_ALL === "1") throw new Error(installed.missing)

const BATCHES = 30
const PER_BATCH = 40

describe.skipIf("missing" in installed)("an installation of many processes", () => {
  const installation = installed as Installation
  let shop: KeysFile
  let [collector, first, second, api] = [] as unknown as RoleProcess[]
  let orders = 0
  let sql: postgres.Sql

  beforeAll(async () => {
    ;[first, second] = await Promise.all([installation.start("worker"), installation.start("worker")])
    ;[collector, api] = await Promise.all([installation.start("collector"), installation.start("api")])
    shop = JSON.parse(await installation.run("shop", "create", "lamps", "--json"))
    sql = postgres(installation.databaseUrl, { max: 1 })
  }, 120_000)
  afterAll(async () => {
    await sql?.end()
    await installation.stop()
  }, 60_000)

  /** Sells for one unit each, to a visitor each, and answers how the collector took it. */
  const sell = async (count: number, at = Date.now()): Promise<Response> => {
    const events = Array.from({ length: count }, () => {
      const id = Bun.randomUUIDv7()
      const visitor = { user_id: id, session_id: id, order_id: id }
      return {
        event_id: id,
        event_type: "purchase",
        timestamp: new Date(at).toISOString(),
        ...visitor,
        total_amount: 1,
      }
    })
    const response = await fetch(`${collector!.url}/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${shop.write}` },
      body: JSON.stringify(events),
    })
    if (response.status === 202) orders += count
    return response
  }
  const shown = async (metric: string): Promise<number> => {
    const headers = { authorization: `Bearer ${shop.read}` }
    const response = await fetch(`${api!.url}/api/metrics/${metric}?minutes=60`, { headers })
    return ((await response.json()) as { data: { value: number } }).data.value
  }

  test("what one process collects and another folds is pushed by a third", async () => {
    const socket = new WebSocket(`${api!.url.replace("http", "ws")}/ws/metrics`)
    const frames: { type: string; data?: { value: number } }[] = []
    socket.onmessage = ({ data }) => frames.push(JSON.parse(data))
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "auth", token: shop.read }))
      socket.send(JSON.stringify({ type: "subscribe", topics: ["orders?minutes=60"] }))
    }
    await becomes(() => frames.some(({ type }) => type === "snapshot"), true)
    expect((await sell(3)).status).toBe(202)
    await becomes(() => frames.some(({ type, data }) => type === "update" && data?.value === 3), true)
    socket.close()
    expect(await shown("orders")).toBe(3)
  }, 60_000)

  test("what one process refuses is shown by another, with the reason", async () => {
    const event = { event_id: "bad", event_type: "purchase", timestamp: "yesterday", user_id: "ada", total_amount: 1 }
    const { status } = await fetch(`${collector!.url}/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${shop.write}` },
      body: JSON.stringify([event]),
    })
    expect(status).toBe(400)
    const refused = async () => {
      const headers = { authorization: `Bearer ${shop.read}` }
      const response = await fetch(`${api!.url}/api/events/recent?verdict=rejected`, { headers })
      return ((await response.json()) as { data: { event_id: string; code: string }[] }).data.map(
        ({ event_id, code }) => [event_id, code],
      )
    }
    await becomes(refused, [["bad", "invalid_timestamp"]])
  }, 60_000)

  test("the simulator of the command line finds the collector, and all that it sends is taken", async () => {
    const { write } = installation.keys
    const said = await installation.run(
      ...["simulate", "--url", collector!.url, "--key", write, "--rate", "200", "--seconds", "3"],
    )
    expect(said).toMatch(/rejected +0\n/)
  }, 60_000)

  test("a sign-in link of one API process works in another, and once in all", async () => {
    const other = await installation.start("api")
    const elsewhere = api!.signInUrl!.replace(api!.url, other.url)
    const followed = await Promise.all(
      [elsewhere, elsewhere, api!.signInUrl!].map(link => fetch(link, { redirect: "manual" })),
    )
    expect(followed.filter(response => response.headers.has("set-cookie"))).toHaveLength(1)
    expect((await other.drain()).code).toBe(0)
  }, 60_000)

  test("when a worker dies under load the other has its partitions and its chores within ten seconds, and every sale counts once", async () => {
    // By process id, which a lease names.
    const keepers = async () => {
      const rows = await sql<{ pid: number }[]>`
        select split_part(holder, '/', 2)::int as pid from leases
        where name in ('alerts', 'upkeep') and expires > clock_timestamp()`
      return rows.map(({ pid }) => pid)
    }
    await becomes(async () => (await keepers()).length, 2)
    // The one with chores dies.
    if (!(await keepers()).includes(first!.pid)) [first, second] = [second, first]
    let died = 0
    for (let batch = 0; batch < BATCHES; batch++) {
      expect((await sell(PER_BATCH)).status).toBe(202)
      if (batch !== BATCHES / 2) continue
      await first!.kill()
      died = performance.now()
    }
    await Promise.all([becomes(() => shown("orders"), orders), becomes(keepers, [second!.pid, second!.pid])])
    expect(performance.now() - died).toBeLessThan(10_000)
    expect(await shown("revenue")).toBe(orders)
    expect(await (await fetch(`${second!.url}/ready`)).json()).toMatchObject({ role: "worker", lag: 0 })
  }, 90_000)

  test("the heir rolls up an hour that ended, and with it what came late", async () => {
    const rolledUp = async () => {
      const [row] = await sql`select coalesce(sum(value), 0)::int as n from metrics_1hour
        where shop = ${shop.shop} and metric = 'orders' and dim = '' and time < now() - interval '2 hours'`
      return row!.n
    }
    expect(await rolledUp()).toBe(0)
    expect((await sell(5, Date.now() - 3 * 3_600_000)).status).toBe(202)
    await becomes(rolledUp, 5)
  }, 60_000)

  test("each role says what it has, and the doctor finds all of it well", async () => {
    const report = async ({ url }: RoleProcess) =>
      (await (await fetch(`${url}/ready`)).json()) as { state: string; components: object }
    const reports = await Promise.all([collector!, second!, api!].map(report))
    expect(reports.map(({ state }) => state)).toEqual(["ok", "ok", "ok"])
    expect(Object.keys(reports[0]!.components)).toEqual(["log", "store", "plugins"])
    expect(Object.keys(reports[1]!.components)).toEqual(["log", "store", "pipeline", "plugins"])
    expect(reports[2]!.components).toMatchObject({ notices: { mode: "push" } })
    const said = await installation.run("doctor")
    for (const found of [
      "Kafka, 1 broker; ecommerce-events has 3 partitions",
      "PostgreSQL ",
      "pushed",
      "0: 0, 1: 0, 2: 0",
    ])
      expect(said).toContain(found)
  }, 60_000)

  test("asked to stop, a collector refuses with 503 and when to come back, and every role leaves well within ten seconds", async () => {
    const draining = collector!.drain()
    let answer = await sell(1)
    while (answer.status === 202) answer = await sell(1)
    expect(answer.status).toBe(503)
    expect(answer.headers.get("retry-after")).toBe("1")
    const ends = [await draining, ...(await Promise.all([second!.drain(), api!.drain()]))]
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
    for (const { ms } of ends) expect(ms).toBeLessThan(10_000)
  }, 60_000)
})
