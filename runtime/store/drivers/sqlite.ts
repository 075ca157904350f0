import { mkdirSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Offset } from "../../log/log.ts"
import { type Merge, recompute } from "../recompute.ts"
import { serial } from "../serial.ts"
import { decodeState } from "../state.ts"
import type { Entity, Store, Tx, Writer } from "../store.ts"
import type { Calls, Role } from "./sqlite/calls.ts"
import type { StoredEntity } from "./sqlite/entities.ts"
import type { FlusherCalls } from "./sqlite/flusher.ts"
import { decodeRaw } from "./sqlite/raw.ts"
import type { ReaderCalls } from "./sqlite/reader.ts"
import type { Series } from "./sqlite/series.ts"
import { type SnapshotCalls, sqliteSnapshot } from "./sqlite/snapshot.ts"
import { SqlThread } from "./sqlite/sql-thread.ts"
import { transact } from "./sqlite/transaction.ts"
import type { WriterCalls } from "./sqlite/writer.ts"

/** Rows dropped at a time, so that transactions of the pipeline get in between. */
const ROWS_PER_DROP = 5_000

/**
 * The embedded store: one SQLite file `<folder>/store.sqlite`, made and brought up to date when needed. One thread
 * writes, another reads, so that reads never wait behind transactions, and a third keeps the WAL short. Other processes may open the same folder.
 *
 * @throws Error when the folder cannot be written, or a newer version wrote the file
 */
export async function sqliteStore({ folder }: { folder: string }): Promise<Store> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, "store.sqlite")
  const started: { stop(): void }[] = []
  async function start<C extends Calls>(role: Role): Promise<SqlThread<C>> {
    const thread = await SqlThread.start<C>(role, file)
    started.push(thread)
    return thread
  }
  try {
    // The writer first: it makes the file.
    const writer = await start<WriterCalls>("writer")
    return new SqliteStore(file, writer, await start<ReaderCalls>("reader"), await start<FlusherCalls>("flusher"))
  } catch (error) {
    for (const thread of started) thread.stop()
    throw error
  }
}

class SqliteStore implements Store {
  readonly #file: string
  readonly #writer: SqlThread<WriterCalls>
  readonly #reader: SqlThread<ReaderCalls>
  readonly #flusher: SqlThread<FlusherCalls>
  /** Everything that writes stands in this line: the connection has one transaction at a time. */
  readonly #inTurn = serial()
  #closing?: Promise<void>

  constructor(
    file: string,
    writer: SqlThread<WriterCalls>,
    reader: SqlThread<ReaderCalls>,
    flusher: SqlThread<FlusherCalls>,
  ) {
    this.#file = file
    this.#writer = writer
    this.#reader = reader
    this.#flusher = flusher
  }

  readonly overlaps = false

  transact<T>(writer: Writer, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#inTurn(() => transact(this.#writer, writer, work))
  }

  /** In turn, because SQLite refuses to copy back in two connections at once, and the writer may do so in a commit. */
  sync = () => this.#inTurn(() => this.#flusher.call("sync"))

  checkpoint = (writer: Writer): Promise<Offset | undefined> => this.#reader.call("checkpoint", writer)

  read: Store["read"] = async (query, grain) => {
    const rows = await this.#reader.call("read", query, grain)
    return rows.map(({ t, key, state }) => ({ t, key, state: decodeState(state) }))
  }

  entity: Store["entity"] = async id => {
    const found = await this.#reader.call("entity", id)
    return found && decodeEntity(found)
  }

  recentEntities: Store["recentEntities"] = async (shop, kind, limit) =>
    (await this.#reader.call("recentEntities", shop, kind, limit)).map(decodeEntity)

  recentRaw: Store["recentRaw"] = async (shop, limit) =>
    (await this.#reader.call("recentRaw", shop, limit)).map(decodeRaw)

  rawEvents: Store["rawEvents"] = async (query, limit, cursor) => {
    const { rows, ...rest } = await this.#reader.call("rawEvents", query, limit, cursor)
    return { rows: rows.map(decodeRaw), ...rest }
  }

  changedEntities: Store["changedEntities"] = async (query, limit, cursor) => {
    const { rows, ...rest } = await this.#reader.call("changedEntities", query, limit, cursor)
    return { rows: rows.map(decodeEntity), ...rest }
  }

  scanRaw: Store["scanRaw"] = async (writer, from, limit) =>
    (await this.#reader.call("scanRaw", writer, from, limit)).map(decodeRaw)

  snapshot: Store["snapshot"] = async (of, work) => {
    const thread = await SqlThread.start<SnapshotCalls>("snapshot", this.#file)
    try {
      await thread.call("take", of.kind, of.metric)
      return await work(sqliteSnapshot(thread, of))
    } finally {
      await thread.close()
    }
  }

  deadLetters: Store["deadLetters"] = limit => this.#reader.call("deadLetters", limit)
  markResubmitted: Store["markResubmitted"] = letters =>
    this.#inTurn(() => this.#writer.call("markResubmitted", letters))

  dirty: Store["dirty"] = (before, limit, metrics) => this.#reader.call("dirty", before, limit, metrics)

  async rollUp(bucket: Parameters<Store["rollUp"]>[0], merge: Merge): Promise<void> {
    const plan = await this.#reader.call("rollUpPlan", bucket)
    if (!plan) return
    const read = (dim: string, piece: (typeof plan.pieces)[number]) =>
      this.#reader.call("rollUpMinutes", bucket, dim, piece)
    const rows = await recompute(bucket, plan, read, merge)
    await this.#inTurn(() => this.#writer.call("finishRollUp", bucket, plan.touch, rows))
  }

  async retain({ raw, minute, hour, day }: Parameters<Store["retain"]>[0]): Promise<void> {
    await this.#dropAll(() => this.#writer.call("dropRaw", raw, ROWS_PER_DROP))
    await this.#dropAll(() => this.#writer.call("dropLetters", raw, ROWS_PER_DROP))
    await this.#dropAll(() => this.#writer.call("dropEntities", "session", raw, ROWS_PER_DROP))
    await this.#dropAll(() => this.#writer.call("dropEntities", "visitor", hour, ROWS_PER_DROP))
    await this.#dropAll(() => this.#writer.call("dropEntities", "order", day, ROWS_PER_DROP))
    await this.#dropSeries(after => this.#writer.call("dropMinutes", minute, after))
    await this.#dropSeries(after => this.#writer.call("dropHours", hour, after))
    await this.#dropSeries(after => this.#writer.call("dropDays", day, after))
  }

  async #dropAll(drop: () => Promise<number>): Promise<void> {
    while ((await this.#inTurn(drop)) === ROWS_PER_DROP);
  }

  async #dropSeries(drop: (after: Series | undefined) => Promise<Series | undefined>): Promise<void> {
    let after: Series | undefined
    do after = await this.#inTurn(() => drop(after))
    while (after)
  }

  shops: Store["shops"] = () => this.#reader.call("shops")
  saveShop: Store["saveShop"] = shop => this.#inTurn(() => this.#writer.call("saveShop", shop))
  keys: Store["keys"] = () => this.#reader.call("keys")
  saveKey: Store["saveKey"] = key => this.#inTurn(() => this.#writer.call("saveKey", key))
  accessRev: Store["accessRev"] = () => this.#reader.call("accessRev")
  incident: Store["incident"] = incident => this.#inTurn(() => this.#writer.call("incident", incident))
  incidents: Store["incidents"] = () => this.#reader.call("incidents")

  alerts: Store["alerts"] = query => this.#reader.call("alerts", query)
  deliveries: Store["deliveries"] = query => this.#reader.call("deliveries", query)
  alertSettings: Store["alertSettings"] = () => this.#reader.call("alertSettings")
  saveAlerts: Store["saveAlerts"] = changes => this.#inTurn(() => this.#writer.call("saveAlerts", changes))
  forgetAlerts: Store["forgetAlerts"] = before => this.#inTurn(() => this.#writer.call("forgetAlerts", before))

  memos: Store["memos"] = query => this.#reader.call("memos", query)
  saveMemo: Store["saveMemo"] = memo => this.#inTurn(() => this.#writer.call("saveMemo", memo))
  removeMemo: Store["removeMemo"] = id => this.#inTurn(() => this.#writer.call("removeMemo", id))

  lease: Store["lease"] = (name, holder, ttl) => this.#inTurn(() => this.#writer.call("lease", name, holder, ttl))
  release: Store["release"] = (name, holder) => this.#inTurn(() => this.#writer.call("release", name, holder))

  // One process alone commits events to a folder; what commands beside it change is told by the access revision. So
  // there is nobody to tell, and nothing to be told.
  announce: Store["announce"] = async () => {}
  watch: Store["watch"] = async () => ({ mode: "push", stop: async () => {} })

  async info(): Promise<Record<string, string | number | boolean>> {
    const { sqlite, schema } = await this.#reader.call("versions")
    const { length: incidents } = await this.incidents()
    return {
      driver: "sqlite",
      sqlite,
      schema,
      bytes: size(this.#file),
      wal_bytes: size(`${this.#file}-wal`),
      incidents,
    }
  }

  /** Waits for what is under way; a second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#inTurn(async () => {
      // The writer last: the last connection to close copies the rest of the WAL back and removes it.
      await this.#reader.close()
      await this.#flusher.close()
      await this.#writer.close()
    })
    return this.#closing
  }
}

function decodeEntity({ shop, kind, id, updated, rev, summary }: StoredEntity): Entity {
  return { shop, kind, id, updated, rev, summary: JSON.parse(summary) }
}

const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
