import { type LocalPostgres, startPostgres } from "../../deploy/local/postgres.ts"
import { print, table, thousands } from "../cli/terminal.ts"
import type { Envelope } from "../log/log.ts"
import { HotState } from "../pipeline/hot.ts"
import { commitBatch, type RoundContext } from "../pipeline/round.ts"
import { migrate, postgresStore } from "../store/drivers/postgres.ts"
import { sqliteStore } from "../store/drivers/sqlite.ts"
import type { Store } from "../store/store.ts"
import { withFolder } from "../testing/folder.ts"
import { type Bench, measured, percentile } from "./bench.ts"
import { chunks, envelopes } from "./envelopes.ts"
import { shippedMetrics } from "./registry.ts"

/** Events per transaction, and how many events to measure with. */
const SIZES: readonly [size: number, events: number][] = [
  [1, 2_000],
  [100, 50_000],
  [1_000, 100_000],
]

const bench: Bench = {
  name: "store",
  about: "transactions of both stores as the pipeline makes them, fold included, and reads beside them",
  async run() {
    const registry = await shippedMetrics()
    const context = { registry, clock: Date.now, currencyOf: () => "USD" }
    const all = envelopes(Math.max(...SIZES.map(([, events]) => events)))
    const rows: string[][] = []
    for (const [size, events] of SIZES) {
      rows.push(
        await withFolder(async folder =>
          row({ ...context, store: await sqliteStore({ folder }) }, all.slice(0, events), size),
        ),
      )
    }
    rows.push(await onPostgres(context, all))
    print(table(["", "transactions/s", "events/s", "µs CPU/event", "commit p50 and p99", "read p50 and p90"], rows, ""))
  },
}

export default bench

/** On a server of its own that syncs as in production; its CPU is not in the figure, which is this process's. */
async function onPostgres(context: Omit<RoundContext, "store">, events: readonly Envelope[]): Promise<string[]> {
  const server: LocalPostgres = await startPostgres({ durable: true })
  try {
    await migrate(server.url)
    const [name, ...figures] = await row({ ...context, store: await postgresStore({ url: server.url }) }, events, 1_000)
    return [`${name}, PostgreSQL`, ...figures]
  } finally {
    await server.stop()
  }
}

async function row(context: RoundContext, events: readonly Envelope[], size: number): Promise<string[]> {
  const commits: number[] = []
  const reads = readBeside(context.store)
  const { perSecond, cpuMicros } = await measured(events.length, () => commitAll(context, events, size, commits))
  const read = await reads.stop()
  await context.store.close()
  return [
    `${thousands(size)} event${size === 1 ? "" : "s"} a transaction`,
    thousands(perSecond / size),
    thousands(perSecond),
    cpuMicros.toFixed(1),
    spread(commits, 0.99),
    spread(read, 0.9),
  ]
}

async function commitAll(context: RoundContext, events: readonly Envelope[], size: number, took: number[]) {
  const hot = new HotState()
  let from: number | undefined
  for (const some of chunks(events, size)) {
    const offset = from ?? 0
    const records = some.map((value, i) => ({ offset: offset + i, value }))
    const next = offset + some.length
    const began = performance.now()
    await commitBatch(context, { log: "bench", partition: 0, from: offset, next, records }, from, hot)
    took.push(performance.now() - began)
    from = next
  }
}

/** Asks for the revenue of the last hour, as an open dashboard does, twenty times a second. */
function readBeside(store: Store): { stop(): Promise<number[]> } {
  const took: number[] = []
  let stopped = false
  const done = (async () => {
    while (!stopped) {
      const to = Math.ceil(Date.now() / 60_000) * 60_000
      const began = performance.now()
      await store.read({ shop: "demo", metric: "revenue", dim: "", from: to - 3_600_000, to }, "minute")
      took.push(performance.now() - began)
      await Bun.sleep(50)
    }
  })()
  return {
    async stop() {
      stopped = true
      await done
      return took
    },
  }
}

function spread(values: number[], high: number): string {
  const sorted = values.sort((a, b) => a - b)
  return `${percentile(sorted, 0.5).toFixed(1)} and ${percentile(sorted, high).toFixed(1)} ms`
}
