import { print, table, thousands } from "../cli/terminal.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import { sqliteLog } from "../log/drivers/sqlite.ts"
import type { Envelope, Log } from "../log/log.ts"
import { startPipeline } from "../pipeline/pipeline.ts"
import type { Registry } from "../pipeline/registry.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Store } from "../store/store.ts"
import { withFolder } from "../testing/folder.ts"
import { type Bench, measured } from "./bench.ts"
import { chunks, envelopes } from "./envelopes.ts"
import { shippedMetrics } from "./registry.ts"

const EVENTS = 100_000
const PER_APPEND = 100

interface Drivers {
  name: string
  log(folder: string): Promise<Log>
  store(folder: string): Promise<Store>
}

const DRIVERS: readonly Drivers[] = [
  { name: "SQLite log, SQLite store", log: folder => sqliteLog({ folder }), store: folder => sqliteStore({ folder }) },
  { name: "memory log, SQLite store", log: async () => memoryLog(), store: folder => sqliteStore({ folder }) },
  { name: "SQLite log, memory store", log: folder => sqliteLog({ folder }), store: async () => memoryStore() },
  { name: "memory log, memory store", log: async () => memoryLog(), store: async () => memoryStore() },
]

const bench: Bench = {
  name: "pipeline",
  about: `log → fold → store in this process, ${thousands(EVENTS)} events as fast as they go`,
  async run() {
    const registry = await shippedMetrics()
    const events = envelopes(EVENTS)
    const rows: string[][] = []
    for (const drivers of DRIVERS) rows.push(await withFolder(folder => row(drivers, folder, registry, events)))
    print(table(["drivers", "events/s", "µs CPU/event", "batches"], rows, ""))
  },
}

export default bench

async function row(drivers: Drivers, folder: string, registry: Registry, events: readonly Envelope[]) {
  const log = await drivers.log(folder)
  const store = await drivers.store(folder)
  const { perSecond, cpuMicros, batches } = await throughput(log, store, registry, events)
  await log.close()
  await store.close()
  return [drivers.name, thousands(perSecond), cpuMicros.toFixed(1), thousands(batches)]
}

async function throughput(log: Log, store: Store, registry: Registry, events: readonly Envelope[]) {
  const { promise: folded, resolve, reject } = Promise.withResolvers<void>()
  let left = events.length
  let batches = 0
  const pipeline = await startPipeline({
    ...{ log, store, registry, clock: Date.now, currencyOf: () => "USD", onTrouble: reject },
    onCommit({ admitted }) {
      batches++
      left -= admitted
      if (left === 0) resolve()
    },
  })
  const measure = await measured(events.length, async () => {
    for (const records of chunks(events, PER_APPEND)) await log.append(records)
    await folded
  })
  await pipeline.stop()
  return { ...measure, batches }
}
