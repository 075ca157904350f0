import { afterAll, expect, test } from "bun:test"
import { testServer } from "../../testing/databases.ts"
import { connect } from "./connect.ts"
import { Pool } from "./pool.ts"

const server = await testServer("pools of connections")
afterAll(async () => server?.stop())

test.skipIf(!server)("a pool that several find stuck is replaced once, and whoever holds it goes on", async () => {
  const pool = new Pool(() => connect(server!.url, { max: 1 }))
  const { sql, current } = pool
  const backend = async () => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid
  const first = await backend()
  pool.replace(current)
  pool.replace(current)
  const second = await backend()
  expect(second).not.toBe(first)
  pool.replace(current)
  expect(await backend()).toBe(second)
  expect(await sql.begin(async tx => (await tx`select 1 as one`)[0]!.one)).toBe(1)
  await sql.end()
})
