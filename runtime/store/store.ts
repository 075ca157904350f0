import type { Rejection } from "../../sdk/event.ts"
import type { Offset } from "../log/log.ts"
import type { AlertBook } from "./alerts.ts"
import type { MemoBook } from "./memos.ts"
import type { CellQuery, CellRow, EntityQuery, Grain, Page, RawQuery, Snapshot } from "./questions.ts"
import type {
  Cell,
  CellId,
  DeadLetter,
  Dirty,
  Entity,
  EntityId,
  Incident,
  KeptLetter,
  KeyRecord,
  RawEvent,
  Shop,
  State,
  Writer,
} from "./records.ts"

// The words of the seam: what is kept, how it is asked for, and what can go wrong.
export * from "./faults.ts"
export type * from "./questions.ts"
export type * from "./records.ts"

/**
 * One transaction of one writer, and of those beside it: what has an `of` is that writer's, by default the first one's.
 * Reads see what was written before in the same transaction.
 */
export interface Tx {
  /**
   * Moves the checkpoint of the writer from `from` to `next`. `from` undefined means: there is none yet.
   * @throws Fenced when the checkpoint is not `from` — another worker has the partition, or this one is behind.
   */
  fence(from: Offset | undefined, next: Offset, of?: Writer): Promise<void>
  /**
   * Remembers the ids and says which are new. The same id twice in one call: the first is new, the second not.
   * @returns one boolean per id, in order
   */
  admit(ids: readonly { shop: string; id: string; received_at: string }[]): Promise<boolean[]>
  /** The first writer's own cells; those that do not exist are left out. */
  cells(ids: readonly CellId[]): Promise<Cell[]>
  /** Entities as they stand; missing ones are left out. Any writer may change one, so `saveEntities` looks at `rev`. */
  entities(ids: readonly EntityId[]): Promise<Entity[]>
  /** Absolute upserts of the writer's cells. Marks their hours and days dirty. */
  saveCells(cells: readonly Cell[], of?: Writer): Promise<void>
  /**
   * Replaces entities, each of them once, and counts their `rev` up by one.
   * @throws Stale when the `rev` of one is not the one it is kept with: another writer changed it in between
   */
  saveEntities(entities: readonly Entity[]): Promise<void>
  appendRaw(events: readonly RawEvent[], of?: Writer): Promise<void>
  deadLetter(letters: readonly DeadLetter[], of?: Writer): Promise<void>
}

/**
 * Raw events, cells, entities, checkpoints, shops, keys, alerts and memos. Every call to a store that cannot be reached rejects with
 * StoreAway. Drivers stand in `drivers/`, each passes
 * `testing/conformance.ts`; `drivers/memory.ts` is the reference model.
 */
export interface Store extends AlertBook, MemoBook {
  /** Whether several transactions run at a time; else each waits for the one before it. */
  readonly overlaps: boolean
  /** How the checkpoint of a writer stands; undefined when it never committed. */
  checkpoint(writer: Writer): Promise<Offset | undefined>
  /**
   * Runs `work` in one transaction: all of it commits when `work` resolves, none when it rejects. Where transactions get
   * in each other's way (a deadlock, an order that two made at once) the store undoes one and runs its `work` again, so
   * `work` has no effects but through `tx` and its result.
   * Two transactions of one SQLite or memory store never overlap; PostgreSQL's may. A call that failed fails the
   * transaction even if `work` goes on. Inside `work`, change the store through `tx` only: another change waits for this
   * transaction to end, so waiting for it here would wait for ever.
   * @param beside writers whose steps the transaction takes as well
   * @throws CommitUnknown when the outcome cannot be known: the caller drops its hot state and reads the checkpoint.
   */
  transact<T>(writer: Writer, work: (tx: Tx) => Promise<T>, beside?: readonly Writer[]): Promise<T>
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
