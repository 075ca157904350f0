import type { Rejection, ShopEvent } from "../../sdk/event.ts"
import type { Offset, Poison } from "../log/log.ts"
import type { AlertBook } from "./alerts.ts"
import type { MemoBook } from "./memos.ts"

/** Minutes since 1970 UTC. Cells are written per minute; hours and days are recomputed from them. */
export type Minute = number

/** Where a cell stands. The total of a metric has `dim` and `key` `""`. */
export interface CellId {
  shop: string
  metric: string
  minute: Minute
  /** Dimension, e.g. `country`; `""` for the total. */
  dim: string
  /** Value of the dimension, e.g. `DE`; `""` for the total. */
  key: string
}

/** Cells that stand together: those of one minute of one dimension of one metric of a shop. */
export type SliceId = Omit<CellId, "key">

/** A metric's folded state: JSON, or bytes for sketches. */
export type State = unknown

export interface Cell extends CellId {
  state: State
  /** The state as one number for SQL and BI users; null where it has none. Money: major units in the shop's currency. */
  value: number | null
}

/** A summary the pipeline keeps per session, per order or per visitor. `summary` is JSON. */
export interface EntityId {
  shop: string
  kind: "session" | "order" | "visitor"
  id: string
}
export interface Entity extends EntityId {
  summary: unknown
  /**
   * Event time of the latest change, epoch ms: retention goes by it. Of sessions and visitors it is the end of its hour,
   * and a visitor that only came again moves it once a day, since what is indexed costs twice to change.
   */
  updated: number
  /** How many times it has been saved; 0 for one that was not stored before. */
  rev: number
}

export interface RawEvent {
  shop: string
  source: "browser" | "server"
  received_at: string
  offset: Offset
  event: ShopEvent
}

export interface DeadLetter extends Poison {
  shop?: string
  offset: Offset
}

/** A dead letter as kept; writer and offset name it. */
export interface KeptLetter extends DeadLetter, Writer {
  /** ISO 8601; set once its record was sent to the log again. */
  resubmitted_at?: string
}

/** One transaction of one writer. Reads see what was written before in the same transaction. */
export interface Tx {
  /**
   * Moves the checkpoint of the writer from `from` to `next`. `from` undefined means: there is none yet.
   * @throws Fenced when the checkpoint is not `from` — another worker has the partition, or this one is behind.
   */
  fence(from: Offset | undefined, next: Offset): Promise<void>
  /**
   * Remembers the ids and says which are new. The same id twice in one call: the first is new, the second not.
   * @returns one boolean per id, in order
   */
  admit(ids: readonly { shop: string; id: string; received_at: string }[]): Promise<boolean[]>
  /** This writer's own cells; those that do not exist are left out. */
  cells(ids: readonly CellId[]): Promise<Cell[]>
  /** Entities as they stand; missing ones are left out. Any writer may change one, so `saveEntities` looks at `rev`. */
  entities(ids: readonly EntityId[]): Promise<Entity[]>
  /** Absolute upserts of this writer's cells. Marks their hours and days dirty. */
  saveCells(cells: readonly Cell[]): Promise<void>
  /**
   * Replaces entities, each of them once, and counts their `rev` up by one.
   * @throws Stale when the `rev` of one is not the one it is kept with: another writer changed it in between
   */
  saveEntities(entities: readonly Entity[]): Promise<void>
  appendRaw(events: readonly RawEvent[]): Promise<void>
  deadLetter(letters: readonly DeadLetter[]): Promise<void>
}

/** Who writes: the partition of a log (or, later, a backfill or an import). Each writer owns its own cells. */
export interface Writer {
  log: string
  partition: number
}

export type Grain = "minute" | "hour" | "day"

/** A question for cells. Times are epoch ms, `[from, to)`, aligned to the grain by the caller. */
export interface CellQuery {
  shop: string
  metric: string
  dim: string
  /** Only this key; absent: every key of the dimension. */
  key?: string
  from: number
  to: number
}

/** One cell of one writer as read; a bucket has one row per writer, to be merged by the metric. */
export interface CellRow {
  /**
   * Start of the minute or of the rolled-up hour/day, epoch ms. After a change of zone, a day whose minutes are gone
   * still starts where it did.
   */
  t: number
  key: string
  state: State
}

/** Raw events of a shop in `[from, to)` by event time, epoch ms; of one session or of one order where it is named. */
export interface RawQuery {
  shop: string
  from: number
  to: number
  session?: string
  /** The shop's `order_id`: its purchases and refunds. */
  order?: string
}

/** Sessions or orders of a shop whose latest change lies in `[from, to)`, epoch ms. */
export interface EntityQuery {
  shop: string
  kind: EntityId["kind"]
  from: number
  to: number
}

/** What a cell holds: of its minute, or of the hour that begins with it, or of the part of one that a day's start cuts off. */
export interface Held extends CellId {
  grain: "minute" | "hour"
  state: State
}

/** Entities of one kind and the cells of one metric as they stood at one moment, each some at a time. */
export interface Snapshot {
  /** All of the kind, of every shop. */
  entities(): AsyncIterable<Entity[]>
  /**
   * All that is kept of the metric, of every shop and writer, each amount once: minutes, and hours whose minutes were
   * dropped. Of days whose hours were dropped nothing comes.
   */
  cells(): AsyncIterable<Held[]>
}

/** A part of a list, and where the next part begins; absent where the list ends. */
export interface Page<Row> {
  rows: Row[]
  /** The driver's own words, for the same question only. */
  next?: string
}

export interface Shop {
  id: string
  name: string
  /** ISO 4217. */
  currency: string
  /** IANA zone; days are cut in it. */
  timezone: string
  /** Whether refunds sent by browsers count. */
  browser_refunds: boolean
}

export type KeyKind = "write" | "ingest" | "read" | "admin"

/** An API key as kept. Secrets are kept as a hash; a public write key is kept as it is, for `keys list`. */
export interface KeyRecord {
  /** sha-256 of the whole key, hex. */
  hash: string
  shop: string
  kind: KeyKind
  /** What `keys list` shows: the whole write key, or a secret's first characters and `…`. */
  label: string
  /** Allowed origins of a write key; empty = any. */
  origins: string[]
  created_at: string
  revoked_at?: string
}

/**
 * Raw events, cells, entities, checkpoints, shops, keys, alerts and memos. Every call to a store that cannot be reached rejects with
 * StoreAway. Drivers stand in `drivers/`, each passes
 * `testing/conformance.ts`; `drivers/memory.ts` is the reference model.
 */
export interface Store extends AlertBook, MemoBook {
  /** How the checkpoint of a writer stands; undefined when it never committed. */
  checkpoint(writer: Writer): Promise<Offset | undefined>
  /**
   * Runs `work` in one transaction: all of it commits when `work` resolves, none when it rejects. Where transactions get
   * in each other's way (a deadlock, an order that two made at once) the store undoes one and runs its `work` again, so
   * `work` has no effects but through `tx` and its result.
   * Two transactions of one SQLite or memory store never overlap; PostgreSQL's may. A call that failed fails the
   * transaction even if `work` goes on. Inside `work`, change the store through `tx` only: another change waits for this
   * transaction to end, so waiting for it here would wait for ever.
   * @throws CommitUnknown when the outcome cannot be known: the caller drops its hot state and reads the checkpoint.
   */
  transact<T>(writer: Writer, work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Makes what is committed survive power loss, and says what that covers: the log may be trimmed up to there.
   */
  sync(): Promise<(Writer & { offset: Offset })[]>

  /**
   * Cells of `[from, to)`, unmerged. Whole hours (or, for grain `day`, whole days of the shop's zone) come from the
   * roll-up where it is clean; everything else, and anything dirty, comes as minutes.
   */
  read(query: CellQuery, grain: Grain): Promise<CellRow[]>
  /** Entities of one kind, newest change first. */
  recentEntities(shop: string, kind: EntityId["kind"], limit: number): Promise<Entity[]>
  entity(id: EntityId): Promise<Entity | undefined>
  /** Newest event time first. */
  recentRaw(shop: string, limit: number): Promise<RawEvent[]>
  /** Oldest event time first, at most `limit` a page; of the same time, in the same order on every page. */
  rawEvents(query: RawQuery, limit: number, cursor?: string): Promise<Page<RawEvent>>
  /** Newest change first, at most `limit` a page. What changes between two pages may come twice or not at all. */
  changedEntities(query: EntityQuery, limit: number, cursor?: string): Promise<Page<Entity>>
  /** Raw events in log order from a writer's offset on; for checks, replays and backfills. */
  scanRaw(writer: Writer, from: Offset, limit: number): Promise<RawEvent[]>
  /** Has `work` look at a moment for as long as it takes; what commits meanwhile does not show, and is not held up. */
  snapshot<T>(of: { kind: EntityId["kind"]; metric: string }, work: (snapshot: Snapshot) => Promise<T>): Promise<T>
  /** Newest first. */
  deadLetters(limit: number): Promise<KeptLetter[]>
  /** Marks dead letters as sent to the log again, now; marks of earlier stay. */
  markResubmitted(letters: readonly (Writer & { offset: Offset })[]): Promise<void>

  /**
   * Hours and days with changed minutes that ended by `before` (epoch ms), oldest first. With `metrics`, of these only:
   * marks that nobody can roll up now must not stand in front of those that somebody can.
   */
  dirty(before: number, limit: number, metrics?: readonly string[]): Promise<Dirty[]>
  /**
   * Recomputes one hour or day from its minutes, all writers merged by `merge`, and marks it clean — unless it was
   * touched meanwhile. Idempotent.
   */
  rollUp(dirty: Dirty, merge: (metric: string, states: State[]) => Pick<Cell, "state" | "value">): Promise<void>
  /**
   * Drops what is older than the given times (epoch ms): raw events by event time (PostgreSQL: by whole days, UTC), sessions with them, dead letters with
   * them by the time they were buried, visitors with the hours, orders with the days. Minutes go by whole days of the
   * shop, and only once these and their hours are rolled up; what arrives for them later is added to their hour and
   * their day. Never changes a cell that stays.
   */
  retain(limits: { raw: number; minute: number; hour: number; day: number }): Promise<void>

  shops(): Promise<Shop[]>
  /**
   * A change of zone cuts the days anew for which minutes are kept.
   * @throws RangeError when the zone is no IANA zone
   */
  saveShop(shop: Shop): Promise<void>
  keys(): Promise<KeyRecord[]>
  saveKey(key: KeyRecord): Promise<void>
  /** Rises with every change of shops and keys, by any process: pollers compare it. */
  accessRev(): Promise<number>

  /**
   * Takes the lease `name` for `holder`, or renews it: true when `holder` has it for the next `ttl` ms, by the store's
   * clock. Work that must be done by one process only (roll-ups, retention, alerts) is done while it has the lease.
   */
  lease(name: string, holder: string, ttl: number): Promise<boolean>
  /** Gives a lease back, so that another need not wait for its end. Does nothing where `holder` has it no more. */
  release(name: string, holder: string): Promise<void>
  /**
   * Tells every process on this store what committed. For live only, so it may be lost with the process that says it:
   * watchers look at the numbers themselves. Callers coalesce: one call at most every 50 ms.
   */
  announce(notice: Notice): Promise<void>
  /** Has `listener` told what other processes announced (and not what this store object did), until `stop`. */
  watch(listener: (notice: Notice) => void): Promise<Watch>

  /** Named facts for `/ready`: driver, versions, sizes in bytes, incidents. */
  info(): Promise<Record<string, string | number | boolean>>
  /** Records a named event in the life of the installation, e.g. `log_replaced`, once per `id`. */
  incident(incident: Incident): Promise<void>
  incidents(): Promise<Incident[]>
  close(): Promise<void>
}

/** What happened since the last notice of the same process. */
export interface Notice {
  /** Names of the metrics whose cells changed, by shop. */
  metrics: Record<string, string[]>
  /** Epoch ms of the oldest commit it tells of. */
  at: number
  /** What the collector of that process refused last, for people who install a tag. */
  rejected?: readonly RejectedEvent[]
}

/** An event that a collector refused. It is kept nowhere. */
export interface RejectedEvent {
  shop: string
  /** Epoch ms. */
  at: number
  rejection: Rejection
}

export interface Watch {
  /** `push`: told at once; `poll`: looked for several times a second, because the connection cannot be told. */
  readonly mode: "push" | "poll"
  stop(): Promise<void>
}

/** An hour or a day of one metric whose roll-up is behind its minutes. */
export interface Dirty {
  shop: string
  metric: string
  grain: "hour" | "day"
  /** Start, epoch ms. */
  t: number
}

export interface Incident {
  id: string
  code: string
  message: string
  at: string
}

/** The checkpoint is not where this worker thinks: the partition is another's now. Abort, drop hot state, seek again. */
export class Fenced extends Error {
  override name = "Fenced"
}

/** An entity is not what the writer took it for, because another changed it: read it again, and begin anew. */
export class Stale extends Error {
  override name = "Stale"

  static of({ kind, shop, id, rev }: Pick<Entity, "kind" | "shop" | "id" | "rev">): Stale {
    return new Stale(
      `${kind} ${id} of shop ${shop} is not at revision ${rev}: another writer changed it; read it again`,
    )
  }
}

/**
 * The store cannot be reached, or ended the connection: nothing is wrong with what was asked, and asking again is worth
 * it. The message says where the store was looked for.
 */
export class StoreAway extends Error {
  override name = "StoreAway"
}

/** The connection broke while committing: it may or may not have happened. */
export class CommitUnknown extends Error {
  override name = "CommitUnknown"
}
