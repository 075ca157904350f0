import type { ShopEvent } from "../../sdk/event.ts"

/** What the collector writes and the pipeline reads: an event, whose it is, and who vouches for it. */
export interface Envelope {
  /** Shop id, from the key and never from the body. */
  shop: string
  /** `server` for events sent with a secret ingest key: only these may correct an order. */
  source: "browser" | "server"
  /** ISO 8601, the collector's clock. */
  received_at: string
  /** Validated; `timestamp` is corrected for clock skew and `currency` is filled in. */
  event: ShopEvent
  /** Why it is probably no shopper's; absent for shoppers and for whatever comes with a secret key. */
  bot?: BotMark
}

export interface BotMark {
  /** `agent`: its user agent says so; `automated`: its browser does; `local`: a developer's page; `pace`: too fast. */
  reason: "agent" | "automated" | "local" | "pace"
  /** Kept out of the numbers and counted apart, as in production; else counted with the others, too. */
  excluded: boolean
}

/** Position of a record in its partition: 0, 1, 2 … A batch covers `[from, next)`. */
export type Offset = number

/** A record that is no envelope (a foreign producer, a damaged row). The pipeline dead-letters it. */
export interface Poison {
  poison: string
  reason: string
}

export interface LogRecord {
  offset: Offset
  value: Envelope | Poison
  /** The event's JSON, where the log has it at hand: whoever writes the event down need not make it again. */
  text?: string
  /** Its text holds escapes that the collector would have mended, and the collector may not be who wrote it. */
  suspect?: true
}

/** Consecutive records of one partition. `from` is where the previous batch ended, so batches leave no gap. */
export interface Batch {
  /** `Log.id` of the log that these offsets belong to. */
  log: string
  partition: number
  from: Offset
  next: Offset
  records: readonly LogRecord[]
}

/** What waits in several partitions at a time, at least one batch and at most one of each partition. */
export type Round = readonly Batch[]

/**
 * Tells where to go on in a partition: the store's checkpoint, or undefined when the store has none. Undefined means the
 * very first record, 0: a new store on a log that was trimmed is a `LogGap` too.
 */
export type Resume = (log: string, partition: number) => Promise<Offset | undefined>

/** Hears that a partition went to another process, so that what is kept in memory for it can go. */
export type Revoked = (partition: number) => void

/** A partition as `/ready` shows it. */
export interface PartitionState {
  partition: number
  /** First offset still held. */
  first: Offset
  /** Offset the next record will get. */
  end: Offset
}

/**
 * The durable order of events. One partition keeps its order; a visitor's events share a partition (`partition.ts`).
 * Drivers stand in `drivers/`, each passes `testing/conformance.ts`.
 */
export interface Log {
  /**
   * Identity of this very log. A log that was replaced or cut back has another id, so old offsets never apply to it.
   * It changes only where `consume` throws `LogReplaced`.
   */
  readonly id: string
  readonly partitions: number
  /**
   * Resolves when every record is durable; rejects when durability is not known, in which case some or none may be
   * in the log and the caller asks for a resend. Records of one call to one partition keep their order, and calls keep
   * theirs. The log keeps the very objects for the consumer: nobody changes them afterwards.
   * @throws LogFull when more than the driver's bound is under way: the collector answers 503 + Retry-After.
   */
  append(records: readonly Envelope[]): Promise<void>
  /**
   * Batches of all partitions, from `resume` on, in rounds: whoever asks for the next round is done with every batch of
   * the last one. Waits for new ones until `signal` aborts or the log closes; either ends the iteration without an error.
   * Reads ahead of a slow consumer by a bounded amount only. Only one iteration at a time (a second one throws); a new
   * one asks `resume` afresh.
   * Where a partition's first held record lies after the resume point, or its end lies before it, the iteration
   * throws `LogGap`: never a silent skip.
   *
   * A log that many processes read gives each its share of the partitions. `resume` is asked for a partition whenever
   * this process gets it, also when it had it before: another may have moved the checkpoint in between. `resume` and
   * `revoked` are called only while the next round is waited for, never while one is worked on. A batch may come out of
   * date while it is worked on: the store's fence tells.
   * @throws LogReplaced when the log became another one; a new iteration follows that
   * @throws PartitionsChanged for as long as the number of partitions is not the one that was asked for
   */
  consume(resume: Resume, signal: AbortSignal, revoked?: Revoked): AsyncIterable<Round>
  /**
   * Forgets records before `offset`; one beyond the end means the end. Called only behind a durable checkpoint. A log
   * with a retention of its own, which others may read too, keeps them.
   */
  trim(partition: number, offset: Offset): Promise<void>
  /** How each partition stands. Rejects when the log can no longer be used. */
  state(): Promise<PartitionState[]>
  /** Waits for appends under way, then lets go of files and threads. */
  close(): Promise<void>
}

/** Too many appends under way; nothing of the refused call was taken. */
export class LogFull extends Error {
  override name = "LogFull"
}

/** The log no longer holds, or does not yet hold, the offset to resume from. */
export class LogGap extends Error {
  override name = "LogGap"
  constructor(
    readonly log: string,
    readonly partition: number,
    readonly wanted: Offset,
    readonly first: Offset,
    readonly end: Offset,
  ) {
    super(`partition ${partition} of log ${log} holds offsets ${first} to ${end}, but the store resumes at ${wanted}`)
  }
}

/** The log was deleted and made anew while it was open: its offsets start again and mean other records. */
export class LogReplaced extends Error {
  override name = "LogReplaced"
  constructor(
    readonly before: string,
    readonly now: string,
  ) {
    super(`log ${before} was replaced by ${now}, which is followed from its beginning`)
  }
}

/** The log has another number of partitions than was asked for, so visitors would change theirs. */
export class PartitionsChanged extends Error {
  override name = "PartitionsChanged"
}
