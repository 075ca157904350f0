import { envelopeReader } from "../../envelope.ts"
import type { LogRecord, Offset } from "../../log.ts"
import type { FetchedRecord } from "./wire/record-batch.ts"

/** What was fetched of one partition and not handed over yet. */
export class Intake {
  readonly #read = envelopeReader()
  #fetched: readonly FetchedRecord[] = []
  #taken = 0

  /** Where the next fetch begins. */
  end: Offset

  constructor(
    /** Where the next record handed over begins. */
    private from: Offset,
  ) {
    this.end = from
  }

  get length(): number {
    return this.#fetched.length - this.#taken
  }

  /**
   * Takes what a fetch brought when everything before was handed over.
   * @param next where the one after it begins: beyond marks of transactions, which nobody is shown
   */
  fill(fetched: readonly FetchedRecord[], next: Offset): void {
    this.#fetched = fetched
    this.#taken = 0
    this.end = next
  }

  /** The oldest records, at most `limit`. */
  take(limit: number): { from: Offset; next: Offset; records: LogRecord[] } {
    const fetched = this.#fetched.slice(this.#taken, this.#taken + limit)
    this.#taken += fetched.length
    const records = fetched.map(record => this.#recordOf(record))
    const from = this.from
    this.from = this.length === 0 ? this.end : records.at(-1)!.offset + 1
    return { from, next: this.from, records }
  }

  /** JSON writes NUL and halves of surrogate pairs as escapes, so a text without any need not be looked through later. */
  #recordOf({ offset, value }: FetchedRecord): LogRecord {
    const line = value ?? ""
    return { offset, ...this.#read(line), ...(line.includes("\\u") ? { suspect: true } : {}) }
  }
}
