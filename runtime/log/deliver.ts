import { type Batch, LogGap, type LogRecord, type Offset, type PartitionState, type Resume, type Round } from "./log.ts"

/** What a driver that is read by offset offers, so that `Delivery` can make `Log.consume` of it. */
export interface Readable {
  readonly id: string
  readonly partitions: number
  /** How a partition stands now. @throws when the log can no longer be used */
  stateOf(partition: number): PartitionState
  /** The records from `from` on, in order and without a gap: at least one, at most `limit`. Asked only before the end. */
  read(partition: number, from: Offset, limit: number): LogRecord[] | Promise<LogRecord[]>
}

/** The one iteration over a log: resumes, goes round the partitions, waits at the end, never skips. */
export class Delivery {
  #news = Promise.withResolvers<void>()
  #consuming = false
  #ended = false

  constructor(
    private readonly source: Readable,
    /** Most records in a batch. A batch never waits to fill. */
    private readonly limit: number,
  ) {}

  /** Has the waiting consumer look again: something was appended, or the log broke. */
  wake(): void {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }

  /** Ends the iteration, for a log that closes. */
  end(): void {
    this.#ended = true
    this.wake()
  }

  /** `Log.consume`. */
  async *consume(resume: Resume, signal: AbortSignal): AsyncGenerator<Round> {
    if (this.#consuming) throw new Error(`log ${this.source.id} is being consumed already: end that iteration first`)
    this.#consuming = true
    const wake = () => this.wake()
    signal.addEventListener("abort", wake)
    try {
      const positions = await this.#resume(resume)
      while (!signal.aborted && !this.#ended) {
        const partitions = this.#partitionsWithNews(positions)
        if (partitions.length === 0) {
          await this.#news.promise
          continue
        }
        const round = await Promise.all(partitions.map(partition => this.#read(partition, positions[partition]!)))
        if (signal.aborted) return
        for (const { partition, next } of round) positions[partition] = next
        yield round
      }
    } finally {
      signal.removeEventListener("abort", wake)
      this.#consuming = false
    }
  }

  #resume(resume: Resume): Promise<Offset[]> {
    const { id, partitions } = this.source
    return Promise.all(Array.from({ length: partitions }, async (_, partition) => (await resume(id, partition)) ?? 0))
  }

  #partitionsWithNews(positions: readonly Offset[]): number[] {
    const { id } = this.source
    const found: number[] = []
    for (const [partition, position] of positions.entries()) {
      const { first, end } = this.source.stateOf(partition)
      if (position < first || position > end) throw new LogGap(id, partition, position, first, end)
      if (position < end) found.push(partition)
    }
    return found
  }

  async #read(partition: number, from: Offset): Promise<Batch> {
    const records = await this.source.read(partition, from, this.limit)
    return { log: this.source.id, partition, from, next: from + records.length, records }
  }
}
