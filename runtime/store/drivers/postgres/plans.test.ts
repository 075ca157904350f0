import { afterAll, expect, test } from "bun:test"
import postgres from "postgres"
import { type Databases, databasesOn, testServer } from "../../testing/databases.ts"
import { eventually } from "../../testing/eventually.ts"
import { candidate, cell, entity, raw, writer } from "../../testing/rows.ts"
import { postgresStore } from "../postgres.ts"

const ROWS = 100
/** The server settles on its plans after the first five; then each batch would read all that was written before. */
const BATCHES = 40

const server = await testServer("plans of the PostgreSQL store")
if (server) plans(await databasesOn(server.url), server.stop)

function plans(databases: Databases, stop: () => Promise<void>): void {
  afterAll(async () => {
    await databases.close()
    await stop()
  })

  test("what a batch reads does not grow with what is stored, also where the server planned on empty tables", async () => {
    const url = await databases.fresh()
    const store = await postgresStore({ url })
    for (let batch = 0; batch < BATCHES; batch++) {
      const names = Array.from({ length: ROWS }, (_, i) => `${batch}-${i}`)
      const cells = names.map(key => cell(1, { dim: "product", key }))
      const orders = names.map(id => entity(id, {}))
      await store.transact(writer(), async tx => {
        await tx.fence(batch === 0 ? undefined : batch, batch + 1)
        await tx.admit(names.map(name => candidate(name)))
        await tx.entities(orders)
        await tx.cells(cells)
        await tx.saveCells(cells)
        await tx.saveEntities(orders)
        await tx.appendRaw([raw(batch)])
      })
    }
    await store.close()

    const sql = postgres(url, { max: 1 })
    const counted = () => sql<{ name: string; written: number; read: number }[]>`
      select relname as name, n_tup_ins::int as written, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
      from pg_stat_user_tables where relname in ('seen_2', 'orders', 'metrics_1min') order by name`
    await eventually(async () => (await counted()).every(({ written }) => written === BATCHES * ROWS))
    const read = (await counted()).map(row => row.read)
    expect(read.every(rows => rows <= BATCHES * ROWS)).toBe(true)
    await sql.end()
    await databases.drop(url)
  })
}
