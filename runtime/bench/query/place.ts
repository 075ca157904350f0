import { existsSync } from "node:fs"
import { join } from "node:path"
import { findPostgres } from "../../../deploy/local/postgres/binaries.ts"
import { type LocalPostgres, startPostgres } from "../../../deploy/local/postgres.ts"
import { connect } from "../../store/drivers/postgres/connect.ts"
import { migrate, postgresStore } from "../../store/drivers/postgres.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import type { Store } from "../../store/store.ts"
import { makeFolder } from "../../testing/folder.ts"
import { copyOver, filledFile } from "./copy.ts"

export const STORES = ["sqlite", "postgres"] as const
export type StoreName = (typeof STORES)[number]

/** Where events are stored and asked for. */
export interface Place {
  /** What the store says it is. */
  title: string
  store: Store
  /** How many partitions the log of such an installation has where nothing else is set. */
  partitions: number
  /** Makes short work of a fill: copies what was kept of it elsewhere. @param say told what is being copied */
  copyKept?(say: (table: string) => void): Promise<void>
  /** Does what the database does by itself in time: statistics, and what is due for tidying. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface PlaceOptions {
  /** How many events it is for: kept folders are told apart by it. */
  events: number
  /** Folder in which filled stores stay; absent: they go in the end. */
  keep?: string
  /** A database of one's own, instead of a server that is started here. */
  url?: string
}

export function openPlace(name: StoreName, options: PlaceOptions): Promise<Place> {
  return name === "sqlite"
    ? inFile(options)
    : options.url === undefined
      ? onOwnServer(options)
      : inDatabase(options.url)
}

async function inFile({ events, keep }: PlaceOptions): Promise<Place> {
  const kept = keep && { folder: join(keep, `sqlite-${events}`), remove: () => {} }
  const { folder, remove } = kept || makeFolder()
  const store = await sqliteStore({ folder })
  return {
    ...{ title: "SQLite", store, partitions: 1 },
    settle: async () => void (await store.sync()),
    async close() {
      await store.close()
      remove()
    },
  }
}

/** It does not wait for the disk: nothing is lost that could not be filled again, and reading never waits for it. */
async function onOwnServer({ events, keep }: PlaceOptions): Promise<Place> {
  const data = keep === undefined ? {} : { data: join(keep, `postgres-${events}`) }
  const server: LocalPostgres = await startPostgres({ ...data, durable: false, settings: timescale() })
  const place = await inDatabase(server.url)
  const filled = keep === undefined ? undefined : filledFile(keep, events)
  const isEmpty = (await place.store.shops()).length === 0
  return {
    ...place,
    ...(filled && isEmpty ? { copyKept: say => copyOver(filled, server.url, say) } : {}),
    async close() {
      await place.close()
      await server.stop()
    },
  }
}

/** Where the installed server brings TimescaleDB, it is loaded, and tells nobody of it. */
function timescale(): Record<string, string> {
  const folder = findPostgres()
  if (folder === undefined || !existsSync(join(folder, "../lib/timescaledb.so"))) return {}
  return { shared_preload_libraries: "timescaledb", "timescaledb.telemetry_level": "off" }
}

async function inDatabase(url: string): Promise<Place> {
  await migrate(url)
  const store = await postgresStore({ url })
  const { tier } = await store.info()
  return {
    ...{ title: `PostgreSQL, ${tier}`, store, partitions: 3 },
    async settle() {
      const sql = connect(url, { max: 1 })
      await sql`vacuum analyze`
      await sql`checkpoint`
      await sql.end()
    },
    close: () => store.close(),
  }
}
