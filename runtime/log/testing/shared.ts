import type { Resume, Revoked, Round } from "../log.ts"
import { type Batch, type Envelope, type Log, LogGap, type Offset, type PartitionState } from "../log.ts"
import { partitionKey, partitionOf } from "../partition.ts"

/** A log in memory that several readers share, and whose partitions a test moves between them whenever it likes. */
export class SharedLog {
  readonly id = crypto.randomUUID()
  readonly #held: Envelope[][]
  readonly #owners: (Reader | undefined)[]
  readonly #readers: Reader[] = []

  constructor(
    readonly partitions: number,
    readonly batch: number,
  ) {
    this.#held = Array.from({ length: partitions }, () => [])
    this.#owners = Array(partitions).fill(undefined)
  }

  /** The log as one more process sees it: it appends everywhere, and reads what it is given. */
  reader(): Log {
    const reader = new Reader(this)
    this.#readers.push(reader)
    return reader
  }

  /** Moves a partition, at once; a reader that had it may be at work on a batch of it. */
  give(partition: number, to: Log): void {
    const reader = this.#readers.find(each => each === to)
    this.#owners[partition]?.lose(partition)
    this.#owners[partition] = reader
    reader?.get(partition)
  }

  append(records: readonly Envelope[]): void {
    for (const value of records) this.#held[partitionOf(partitionKey(value.event), this.partitions)]!.push(value)
    for (const reader of this.#readers) reader.wake()
  }

  read(partition: number, from: Offset): Envelope[] {
    const end = this.#held[partition]!.length
    if (from > end) throw new LogGap(this.id, partition, from, 0, end)
    return this.#held[partition]!.slice(from, from + this.batch)
  }

  state(): PartitionState[] {
    return this.#held.map(({ length }, partition) => ({ partition, first: 0, end: length }))
  }
}

/** A partition since it was given; another time it is another object. */
interface Given {
  /** Unknown until where to go on was asked. */
  next?: Offset
}

class Reader implements Log {
  readonly id: string
  readonly partitions: number
  /** The partitions that are this reader's. */
  readonly #given = new Map<number, Given>()
  #lost: number[] = []
  #news = Promise.withResolvers<void>()

  constructor(private readonly shared: SharedLog) {
    this.id = shared.id
    this.partitions = shared.partitions
  }

  get(partition: number): void {
    this.#given.set(partition, {})
    this.wake()
  }

  lose(partition: number): void {
    this.#given.delete(partition)
    this.#lost.push(partition)
    this.wake()
  }

  wake(): void {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }

  async append(records: readonly Envelope[]): Promise<void> {
    this.shared.append(records)
  }

  async *consume(resume: Resume, signal: AbortSignal, revoked: Revoked = () => {}): AsyncGenerator<Round> {
    signal.addEventListener("abort", () => this.wake())
    for (const partition of this.#given.keys()) this.#given.set(partition, {})
    while (!signal.aborted) {
      const { promise } = this.#news
      for (const partition of this.#lost.splice(0)) if (!this.#given.has(partition)) revoked(partition)
      const round = await this.#round(resume)
      if (round.length > 0) yield round
      else await promise
    }
  }

  async #round(resume: Resume): Promise<Round> {
    const round: Batch[] = []
    for (const [partition, given] of [...this.#given]) {
      const from = given.next ?? (await resume(this.id, partition)) ?? 0
      if (this.#given.get(partition) !== given) continue
      const values = this.shared.read(partition, from)
      given.next = from + values.length
      if (values.length === 0) continue
      const records = values.map((value, i) => ({ offset: from + i, value }))
      round.push({ log: this.id, partition, from, next: given.next, records })
    }
    return round
  }

  async trim(): Promise<void> {}

  async state(): Promise<PartitionState[]> {
    return this.shared.state()
  }

  async close(): Promise<void> {}
}
