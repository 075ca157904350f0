import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Delivery, type Readable } from "../deliver.ts"
import type { Envelope, Log, LogRecord, Offset, PartitionState, Resume, Round } from "../log.ts"
import { LogFull } from "../log.ts"
import { decode } from "./sqlite/decode.ts"
import { Flusher } from "./sqlite/flusher.ts"
import { Group } from "./sqlite/group.ts"
import { lock } from "./sqlite/lock.ts"
import { Remote } from "./sqlite/remote.ts"
import { Tail } from "./sqlite/tail.ts"

const MIB = 1024 * 1024

export interface SqliteLogOptions {
  /** Holds `log.sqlite` and `log.lock`; made when missing. */
  folder: string
  /** Default 1. Fixed when the file is made. */
  partitions?: number
  /** Characters of JSON under way, from which on `append` throws `LogFull`; default 64 Mi. */
  bound?: number
  /** Characters of JSON of the newest records kept in memory for a consumer that keeps up; default 16 Mi. */
  tail?: number
  /** Most records in a batch; default 2,000. */
  batch?: number
}

/**
 * The embedded log: one SQLite file, written by a thread of its own. Appends that come while a commit is under way share
 * the next one, so the disk is waited for once per group, not once per call.
 *
 * @throws Error when another process has the folder, or the file is no log or has another number of partitions
 */
export async function sqliteLog({
  folder,
  partitions = 1,
  bound = 64 * MIB,
  tail = 16 * MIB,
  batch = 2_000,
}: SqliteLogOptions): Promise<Log> {
  mkdirSync(folder, { recursive: true })
  const unlock = lock(folder)
  const remote = new Remote(new Worker(new URL("./sqlite/thread.ts", import.meta.url)))
  try {
    const file = join(folder, "log.sqlite")
    const { id, state } = await remote.call("open", file, partitions)
    return new SqliteLog(id, state, remote, new Flusher(file), unlock, { bound, tail, batch })
  } catch (error) {
    remote.terminate()
    unlock()
    throw error
  }
}

class SqliteLog implements Log, Readable {
  readonly partitions: number
  readonly #tails: Tail[]
  readonly #delivery: Delivery
  readonly #bound: number
  #gathering: Group
  #committing: Promise<void> | undefined
  #underWay = 0
  #closing: Promise<void> | undefined

  constructor(
    readonly id: string,
    private readonly states: PartitionState[],
    private readonly remote: Remote,
    private readonly flusher: Flusher,
    private readonly unlock: () => void,
    { bound, tail, batch }: { bound: number; tail: number; batch: number },
  ) {
    this.partitions = states.length
    this.#tails = states.map(() => new Tail(tail / states.length))
    this.#delivery = new Delivery(this, batch)
    this.#bound = bound
    this.#gathering = new Group(this.partitions)
    void remote.gone.then(() => this.#delivery.wake())
  }

  async append(records: readonly Envelope[]): Promise<void> {
    this.#checkUsable()
    if (records.length === 0) return
    if (this.#underWay >= this.#bound) {
      throw new LogFull(
        `${this.#underWay} characters of events wait for the disk, ${this.#bound} may: send again later`,
      )
    }
    const group = this.#gathering
    this.#underWay += group.add(records)
    this.#committing ??= this.#commit()
    return group.committed.promise
  }

  consume(resume: Resume, signal: AbortSignal): AsyncIterable<Round> {
    return this.#delivery.consume(resume, signal)
  }

  async trim(partition: number, offset: Offset): Promise<void> {
    let more = true
    while (more) {
      this.#checkUsable()
      const trimmed = await this.remote.call("trim", partition, offset)
      this.states[partition]!.first = trimmed.first
      more = trimmed.more
    }
  }

  async state(): Promise<PartitionState[]> {
    return this.states.map((_, partition) => this.stateOf(partition))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  stateOf(partition: number): PartitionState {
    this.#checkUsable()
    return { ...this.states[partition]! }
  }

  read(partition: number, from: Offset, limit: number): LogRecord[] | Promise<LogRecord[]> {
    return this.#tails[partition]!.take(from, limit) ?? this.#readFile(partition, from, limit)
  }

  async #readFile(partition: number, from: Offset, limit: number): Promise<LogRecord[]> {
    const next = Math.min(from + limit, this.states[partition]!.end)
    return decode(await this.remote.call("read", partition, from, next - from), from, next)
  }

  /** Commits group after group until nothing is left; meanwhile appends gather in the next. */
  async #commit(): Promise<void> {
    // Lets the other calls of this very moment join the first group.
    await Promise.resolve()
    while (this.#gathering.blocks.length > 0) {
      const group = this.#gathering
      this.#gathering = new Group(this.partitions)
      try {
        this.#keep(group, await this.remote.call("append", group.bodies()))
        group.committed.resolve()
      } catch (error) {
        group.committed.reject(error)
      }
      this.#underWay -= group.characters
    }
    this.#committing = undefined
  }

  #keep(group: Group, offsets: readonly Offset[]): void {
    for (const [i, { partition, records, characters }] of group.blocks.entries()) {
      const first = offsets[i]!
      this.#tails[partition]!.add(first, records, characters)
      this.states[partition]!.end = first + records.length
    }
    this.#delivery.wake()
  }

  async #close(): Promise<void> {
    this.#delivery.end()
    try {
      await this.#committing
      // Before the appends' connection: the last one to close copies the rest of the WAL back and removes it.
      await this.flusher.close()
      if (!this.remote.failure) await this.remote.call("close")
    } finally {
      this.remote.terminate()
      this.unlock()
    }
  }

  #checkUsable(): void {
    if (this.#closing) throw new Error(`log ${this.id} is closed`)
    if (this.remote.failure) throw this.remote.failure
  }
}
