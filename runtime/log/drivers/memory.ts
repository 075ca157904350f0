import { Delivery, type Readable } from "../deliver.ts"
import type { Envelope, Log, LogRecord, Offset, PartitionState, Resume, Round } from "../log.ts"
import { partitionKey, partitionOf } from "../partition.ts"

export interface MemoryLogOptions {
  /** Default 1. */
  partitions?: number
  /** Most records in a batch; default 2,000. */
  batch?: number
}

/** A log that lives as long as its process: the reference model that other drivers are compared with. */
export function memoryLog({ partitions = 1, batch = 2_000 }: MemoryLogOptions = {}): Log {
  return new MemoryLog(partitions, batch)
}

class MemoryLog implements Log, Readable {
  readonly id = crypto.randomUUID()
  readonly #held: LogRecord[][]
  readonly #ends: Offset[]
  readonly #delivery: Delivery
  #closed = false

  constructor(
    readonly partitions: number,
    batch: number,
  ) {
    this.#held = Array.from({ length: partitions }, () => [])
    this.#ends = Array(partitions).fill(0)
    this.#delivery = new Delivery(this, batch)
  }

  async append(records: readonly Envelope[]): Promise<void> {
    this.#checkOpen()
    for (const value of records) {
      const partition = partitionOf(partitionKey(value.event), this.partitions)
      this.#held[partition]!.push({ offset: this.#ends[partition]!++, value })
    }
    this.#delivery.wake()
  }

  consume(resume: Resume, signal: AbortSignal): AsyncIterable<Round> {
    return this.#delivery.consume(resume, signal)
  }

  async trim(partition: number, offset: Offset): Promise<void> {
    this.#checkOpen()
    this.#held[partition] = this.#held[partition]!.filter(record => record.offset >= offset)
  }

  async state(): Promise<PartitionState[]> {
    return this.#held.map((_, partition) => this.stateOf(partition))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#delivery.end()
  }

  stateOf(partition: number): PartitionState {
    this.#checkOpen()
    const end = this.#ends[partition]!
    return { partition, first: this.#held[partition]![0]?.offset ?? end, end }
  }

  read(partition: number, from: Offset, limit: number): LogRecord[] {
    const start = from - this.stateOf(partition).first
    return this.#held[partition]!.slice(start, start + limit)
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error(`log ${this.id} is closed`)
  }
}
