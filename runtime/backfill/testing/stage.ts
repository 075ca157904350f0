import { afterAll } from "bun:test"
import { monoidOf, type StoredMetric } from "../../../plugins/kit/monoid.ts"
import type { Plugin } from "../../../plugins/kit/plugin.ts"
import type { ShopEvent } from "../../../sdk/event.ts"
import type { Log } from "../../log/log.ts"
import { startPipeline } from "../../pipeline/pipeline.ts"
import { createRegistry } from "../../pipeline/registry.ts"
import { sinceOf } from "../../pipeline/since.ts"
import { bucketOf } from "../../store/calendar.ts"
import { memoryStore } from "../../store/drivers/memory.ts"
import { postgresStore } from "../../store/drivers/postgres.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import type { Grain, Store } from "../../store/store.ts"
import { databasesOn, testServer } from "../../store/testing/databases.ts"
import { eventually } from "../../store/testing/eventually.ts"
import { withFolder } from "../../testing/folder.ts"

/** A week after the events of `history`. */
export const LATER = Date.UTC(2026, 2, 9)

/** Days of the shop begin at 14:30Z, in the middle of `history` and of an hour. */
export const ZONE = "Australia/Darwin"

export const settings = {
  currencyOf: () => "USD",
  clock: () => LATER,
  retention: { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 },
}

export const append = (log: Log, events: readonly ShopEvent[]) =>
  log.append(events.map(event => ({ shop: "demo", source: "browser", received_at: event.timestamp, event })))

/** Folds events with the given metrics, and `beside` while it does; ends when all of the log is folded. */
export async function fold(
  log: Log,
  store: Store,
  metrics: readonly Plugin[],
  events: readonly ShopEvent[],
  beside = async () => {},
) {
  const pipeline = await startPipeline({
    ...{ log, store, registry: createRegistry(metrics), ...settings },
    onCommit: () => {},
    onTrouble: error => {
      throw error
    },
  })
  const half = Math.floor(events.length / 2)
  await append(log, events.slice(0, half))
  await noted(store, log, metrics)
  await folded(store, log)
  await Promise.all([beside(), append(log, events.slice(half))])
  await folded(store, log)
  await pipeline.stop()
}

/** A backfill is asked for once the server runs: every partition has noted where it begins. */
async function noted(store: Store, log: Log, metrics: readonly Plugin[]): Promise<void> {
  for (const { name } of metrics) await eventually(async () => (await sinceOf(store, name)).length === log.partitions)
}

/** Waits until all of the log is folded. */
const folded = (store: Store, log: Log): Promise<void> =>
  eventually(async () => {
    const ends = await log.state()
    const at = await Promise.all(ends.map(({ partition }) => store.checkpoint({ log: log.id, partition })))
    return ends.every(({ end }, i) => (at[i] ?? 0) >= end)
  })

/** All that a reader sees of the metrics, at one grain, without the zeros. */
export async function shown(store: Store, metrics: readonly StoredMetric[], grain: Grain): Promise<unknown> {
  const read: Record<string, unknown> = {}
  for (const metric of metrics) {
    for (const dim of ["", ...(Array.isArray(metric.by) ? metric.by : Object.keys(metric.by ?? {}))]) {
      const { merge, read: readingOf } = monoidOf(metric)
      const states = new Map<string, unknown>()
      const span = { from: 0, to: LATER }
      for (const { t, key, state } of await store.read({ shop: "demo", metric: metric.name, dim, ...span }, grain)) {
        const at = `${metric.name} ${dim} ${key} ${grain === "minute" ? t : bucketOf(grain, ZONE, t).start}`
        states.set(at, states.has(at) ? merge(states.get(at), state) : state)
      }
      for (const [at, state] of states) if (!isNothing(readingOf(state))) read[at] = readingOf(state)
    }
  }
  return read
}

const isNothing = (reading: unknown): boolean => reading === 0 || JSON.stringify(reading) === "{}"

type Open = (work: (store: Store) => Promise<void>) => Promise<void>

/** Every kind of store that can be had here, fresh for each use. */
export async function everyStore(what: string): Promise<Record<string, Open>> {
  const stores: Record<string, Open> = {
    memory: work => work(memoryStore()),
    SQLite: work =>
      withFolder(async folder => {
        const store = await sqliteStore({ folder })
        await work(store).finally(() => store.close())
      }),
  }
  const server = await testServer(`${what} on PostgreSQL`)
  if (!server) return stores
  const databases = await databasesOn(server.url)
  stores.PostgreSQL = async work => {
    const url = await databases.fresh()
    const store = await postgresStore({ url })
    await work(store).finally(() => store.close())
    await databases.drop(url)
  }
  afterAll(async () => {
    await databases.close()
    await server.stop()
  })
  return stores
}
