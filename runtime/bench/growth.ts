/**
 * What a batch costs the PostgreSQL store as `events_raw` grows.
 *
 *   bun runtime/bench/growth.ts [--events 1000000] [--url DATABASE_URL]
 *
 * Prints the rate and the commit times of each tenth. Without a URL a throw-away server is started, which syncs as in
 * production.
 */
import { parseArgs } from "node:util"
import { startPostgres } from "../../deploy/local/postgres.ts"
import { print, table, thousands } from "../cli/terminal.ts"
import { commitBatch } from "../pipeline/batch.ts"
import { HotState } from "../pipeline/hot.ts"
import { migrate, postgresStore } from "../store/drivers/postgres.ts"
import { percentile } from "./bench.ts"
import { envelopes } from "./envelopes.ts"
import { machine } from "./machine.ts"
import { shippedMetrics } from "./registry.ts"

const BATCH = 1_000
const PARTS = 10

const { values } = parseArgs({ options: { events: { type: "string", default: "1000000" }, url: { type: "string" } } })
const batches = Math.ceil(Number(values.events) / BATCH)
const server = values.url === undefined ? await startPostgres({ durable: true }) : undefined
const url = values.url ?? server!.url
await migrate(url)
const store = await postgresStore({ url })
const context = { registry: await shippedMetrics(), clock: Date.now, currencyOf: () => "USD", store }
const hot = new HotState()
const log = crypto.randomUUID()
let checkpoint: number | undefined
const rows: string[][] = []
for (let part = 0; part < PARTS; part++) {
  const took: number[] = []
  for (let n = Math.floor((part * batches) / PARTS); n < Math.floor(((part + 1) * batches) / PARTS); n++) {
    const from = n * BATCH
    const records = envelopes(BATCH).map((value, i) => ({ offset: from + i, value }))
    const began = performance.now()
    await commitBatch(context, { log, partition: 0, from, next: from + BATCH, records }, checkpoint, hot)
    took.push(performance.now() - began)
    checkpoint = from + BATCH
  }
  const seconds = took.reduce((sum, ms) => sum + ms, 0) / 1_000
  const sorted = took.sort((a, b) => a - b)
  const size = Math.floor(((part + 1) * batches) / PARTS) * BATCH
  const spread = [0.5, 0.99].map(share => percentile(sorted, share).toFixed(1)).join(" and ")
  rows.push([thousands(size), thousands((took.length * BATCH) / seconds), `${spread} ms`])
}
print(table(["events_raw", "events/s", "commit p50 and p99"], rows, ""))
print(`database ${thousands(Number((await store.info()).bytes) / 1e6)} MB   ${await machine()}`)
await store.close()
await server?.stop()
process.exit(0)
