/**
 * What an event costs the PostgreSQL store as `events_raw` grows.
 *
 *   bun runtime/bench/growth.ts [--events 10000000] [--timescaledb]
 *
 * A throw-away server is filled batch by batch, synced as in production. Of each tenth it says what an event cost this
 * process and the server in processor time, which other work on the machine does not change as it changes the rate.
 */
import { parseArgs } from "node:util"
import { startPostgres } from "../../deploy/local/postgres.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { columns, print, thousands } from "../cli/terminal.ts"
import { traffic } from "../demo/traffic.ts"
import type { Batch, LogRecord } from "../log/log.ts"
import { HotState } from "../pipeline/hot.ts"
import { commitBatch } from "../pipeline/round.ts"
import { migrate, postgresStore } from "../store/drivers/postgres.ts"
import { CommitUnknown, StoreAway } from "../store/store.ts"
import { percentile } from "./bench.ts"
import { cpuSecondsOfTree } from "./load/process.ts"
import { machine } from "./machine.ts"
import { shippedMetrics } from "./registry.ts"

const BATCH = 1_000
const PARTS = 10
/** Of the shoppers' time; all falls into a few minutes, so into one chunk or partition of raw events. */
const RATE = 10_000

const { values } = parseArgs({
  options: { events: { type: "string", default: "1000000" }, timescaledb: { type: "boolean", default: false } },
})
const batchesPerPart = Math.ceil(Number(values.events) / BATCH / PARTS)
const eventsPerPart = batchesPerPart * BATCH
const server = await startPostgres({
  durable: true,
  settings: values.timescaledb ? { shared_preload_libraries: "timescaledb" } : {},
})
const { url } = server
await migrate(url)
const store = await postgresStore({ url })
const context = { registry: await shippedMetrics(), clock: Date.now, currencyOf: () => "USD", store }
const hot = new HotState()
const log = crypto.randomUUID()
let checkpoint: number | undefined
const start = Date.now() - (PARTS * eventsPerPart * 1_000) / RATE
const sent = traffic({ seed: "bench", start, rate: RATE })

/** What the collector would have written of the next events. */
function records(from: number): LogRecord[] {
  const received_at = new Date().toISOString()
  return Array.from({ length: BATCH }, (_, i) => {
    const event: ShopEvent = { currency: "USD", ...JSON.parse(sent.next().value!.json) }
    return { offset: from + i, value: { shop: "demo", source: "browser", received_at, event } }
  })
}

/** A machine that was halted longer than a transaction may wait has lost it: then again, from where the store stands. */
async function committed(batch: Batch): Promise<void> {
  while (checkpoint !== batch.next) {
    try {
      await commitBatch(context, batch, checkpoint, hot)
      checkpoint = batch.next
    } catch (error) {
      if (!(error instanceof StoreAway || error instanceof CommitUnknown)) throw error
      hot.drop()
      checkpoint = await store.checkpoint(batch)
    }
  }
}

const micros = (seconds: number): string => `${((seconds / eventsPerPart) * 1e6).toFixed(1)} µs`

/** Rows are told as they come, so the columns are as wide as can be expected. */
const row = (cells: readonly string[]): void => print(columns([cells.map(cell => cell.padEnd(20))]))

row(["events_raw", "events/s", "commit p50 and p99", "worker, an event", "database, an event"])
for (let part = 0; part < PARTS; part++) {
  const took: number[] = []
  let worker = 0
  const before = await cpuSecondsOfTree(server.pid)
  for (let n = 0; n < batchesPerPart; n++) {
    const from = part * eventsPerPart + n * BATCH
    const batch = { log, partition: 0, from, next: from + BATCH, records: records(from) }
    const own = process.cpuUsage()
    const began = performance.now()
    await committed(batch)
    took.push(performance.now() - began)
    const { user, system } = process.cpuUsage(own)
    worker += (user + system) / 1e6
  }
  const database = (await cpuSecondsOfTree(server.pid)) - before
  const sorted = took.toSorted((a, b) => a - b)
  const spread = [0.5, 0.99].map(share => percentile(sorted, share).toFixed(1)).join(" and ")
  const rate = eventsPerPart / (took.reduce((sum, ms) => sum + ms, 0) / 1_000)
  row([thousands((part + 1) * eventsPerPart), thousands(rate), `${spread} ms`, micros(worker), micros(database)])
}
print(`database ${thousands(Number((await store.info()).bytes) / 1e6)} MB   ${await machine()}`)
await store.close()
await server.stop()
process.exit(0)
