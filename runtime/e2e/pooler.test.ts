import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { ensurePostgres, type LocalPostgres } from "../../deploy/local/postgres.ts"
import { missingPooler, type Pooler, startPooler } from "../testing/pooler.ts"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { purchase, send } from "./testing/backend.ts"
import { numbers } from "./testing/numbers.ts"
import { becomes } from "./testing/until.ts"

const pooling = await missingPooler()
const found = pooling === undefined ? await ensurePostgres(console.error) : { missing: pooling }
if ("missing" in found && process.env.REQUIRE_ALL === "1") throw new Error(found.missing)
const reason = "missing" in found ? ` (${found.missing})` : ""

const SENDERS = 8
const ROUNDS = 10

describe.skipIf("missing" in found)(`behind a transaction pooler${reason}`, () => {
  let database: LocalPostgres
  let pooler: Pooler
  let [server, api] = [] as unknown as ServerUnderTest[]

  beforeAll(async () => {
    database = (found as { postgres: LocalPostgres }).postgres
    pooler = await startPooler(database.url)
    const env = { DATABASE_URL: pooler.url, SHOPSTREAM_SECRET: "q7Zt0sJm3vYcWn8RbKx2LpUe5HdAfGi9" }
    server = await startServer({ env })
    api = await startServer({ env, role: "api" })
  }, 60_000)
  afterAll(async () => {
    await Promise.all([server?.dispose(), api?.dispose()])
    await pooler?.stop()
    await database?.stop()
  })

  test("what one process folds another pushes, though the pooler swallows what they would tell each other", async () => {
    const socket = new WebSocket(`${api!.url.replace("http", "ws")}/ws/metrics`)
    const frames: { type: string; data?: { value: number } }[] = []
    socket.onmessage = ({ data }) => frames.push(JSON.parse(data))
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "auth", token: api!.keys.read }))
      socket.send(JSON.stringify({ type: "subscribe", topics: ["orders?minutes=60"] }))
    }
    await becomes(() => frames.some(({ type }) => type === "snapshot"), true)
    await send(server!, purchase(1), purchase(1))
    await becomes(() => frames.some(({ type, data }) => type === "update" && data?.value === 2), true)
    socket.close()
  })

  test("many transactions share few connections, and every sale counts once", async () => {
    const before = (await numbers(api!, "orders")).orders!
    const sender = async () => {
      for (let round = 0; round < ROUNDS; round++) await send(server!, purchase(1), purchase(1))
    }
    await Promise.all(Array.from({ length: SENDERS }, sender))
    const orders = before + 2 * ROUNDS * SENDERS
    await becomes(() => numbers(api!, "orders", "revenue"), { orders, revenue: orders })
  })

  test("both processes are well, and the doctor says that it is polled, why, and what would be quicker", async () => {
    const ready = async ({ url }: ServerUnderTest) => (await (await fetch(`${url}/ready`)).json()) as object
    expect(await ready(server!)).toMatchObject({ state: "ok", components: { pipeline: { state: "ok" } } })
    expect(await ready(api!)).toMatchObject({ state: "ok", components: { notices: { mode: "poll" } } })
    const said = await api!.cli("doctor")
    expect(said).toContain("polled, because a pooler is in between")
    expect(said).toContain("DATABASE_URL without the pooler is quicker")
  })
})
