import type { Store } from "../store.ts"
import { access } from "./postgres/access.ts"
import { Generations } from "./postgres/admission.ts"
import { alertBook } from "./postgres/alerts.ts"
import { readCells } from "./postgres/cell-reads.ts"
import { checkpoints } from "./postgres/checkpoints.ts"
import { connect, type PostgresOptions, placeOf } from "./postgres/connect.ts"
import { endedDirty } from "./postgres/dirty.ts"
import { entityReads } from "./postgres/entities.ts"
import { plain } from "./postgres/failures.ts"
import { infoOf } from "./postgres/info.ts"
import { leases } from "./postgres/leases.ts"
import { memoBook } from "./postgres/memos.ts"
import { assertCurrent, assertWritable } from "./postgres/migrate.ts"
import { Notices } from "./postgres/notices.ts"
import { Pool } from "./postgres/pool.ts"
import { suited } from "./postgres/pooler.ts"
import { rawReads } from "./postgres/raw.ts"
import { retain } from "./postgres/retention.ts"
import { rollUp } from "./postgres/rollups.ts"
import { Sessions } from "./postgres/session.ts"
import { snapshot } from "./postgres/snapshot.ts"
import { transact } from "./postgres/transaction.ts"
import { Underway } from "./postgres/underway.ts"
import { Zones } from "./postgres/zones.ts"

export type { PostgresOptions } from "./postgres/connect.ts"
export { type MigrationReport, migrate } from "./postgres/migrate.ts"

/** Transactions of this process at once; more wait for their turn. */
const TRANSACTIONS = 8

/**
 * The production store: PostgreSQL from version 14 on, with TimescaleDB or without. Any number of processes work on one
 * database. Its schema must be up to date (`migrate`). While the server cannot be reached every call rejects with
 * StoreAway; when it is back the next call finds it, and whoever writes tries again.
 *
 * @throws StoreAway when the database cannot be reached
 * @throws Error when its schema is not this version's, or it is a replica
 */
export async function postgresStore({ url: written, connections = 4 }: PostgresOptions): Promise<Store> {
  const url = await suited(written)
  const pool = new Pool(() => connect(url, { max: connections }))
  try {
    await assertWritable(pool.sql)
    await assertCurrent(pool.sql)
    return storeOn(pool, url)
  } catch (error) {
    await pool.sql.end({ timeout: 0 })
    throw plain(error, placeOf(url))
  }
}

function storeOn(pool: Pool, url: string): Store {
  const { sql } = pool
  const sessions = new Sessions(url, TRANSACTIONS)
  const zones = new Zones()
  const generations = new Generations(sql)
  const notices = new Notices(sql, url)
  const writers = checkpoints(sql)
  const entity = entityReads(sql)
  const raw = rawReads(sql)
  const elected = leases(sql)
  const directory = access(sql)
  const alerts = alertBook(sql)
  const memos = memoBook(sql)
  const underway = new Underway(placeOf(url), pool)
  const { tracked, reading } = underway

  return {
    overlaps: true,
    transact: (writer, work, beside = []) =>
      underway.track(async () => {
        const numbered = await Promise.all([writer, ...beside].map(writers.numbered))
        return transact({ sessions, zones, generations, writers: numbered }, work)
      }),
    checkpoint: reading(writers.find),
    sync: tracked(writers.sync),
    read: reading((query, grain) => readCells(sql, zones, query, grain)),
    entity: reading(entity.find),
    recentEntities: reading(entity.recent),
    changedEntities: reading(entity.changed),
    recentRaw: reading(raw.recent),
    rawEvents: reading(raw.between),
    scanRaw: reading(raw.scan),
    snapshot: (of, work) => underway.track(() => snapshot(sql, of, work)),
    deadLetters: reading(raw.deadLetters),
    markResubmitted: tracked(raw.markResubmitted),
    dirty: reading(async (before, limit, metrics) => endedDirty(sql, await zones.now(sql), before, limit, metrics)),
    rollUp: tracked((bucket, merge) => rollUp(sql, zones, bucket, merge)),
    retain: tracked(limits => retain(sql, zones, limits)),
    shops: reading(directory.shops),
    saveShop: tracked(directory.saveShop),
    keys: reading(directory.keys),
    saveKey: tracked(directory.saveKey),
    accessRev: reading(directory.accessRev),
    incident: tracked(directory.incident),
    incidents: reading(directory.incidents),
    alerts: reading(alerts.alerts),
    deliveries: reading(alerts.deliveries),
    alertSettings: reading(alerts.alertSettings),
    saveAlerts: tracked(alerts.saveAlerts),
    forgetAlerts: tracked(alerts.forgetAlerts),
    memos: reading(memos.memos),
    saveMemo: tracked(memos.saveMemo),
    removeMemo: tracked(memos.removeMemo),
    lease: tracked(elected.lease),
    release: tracked(elected.release),
    announce: tracked(notice => notices.announce(notice)),
    watch: tracked(listener => notices.watch(listener)),
    info: reading(() => infoOf(sql)),
    close: () =>
      underway.close(async () => {
        await notices.close()
        await sessions.close()
        await sql.end({ timeout: 5 })
      }),
  }
}
