import type { KafkaMessage } from "kafkajs"
import { parseEnvelope } from "../../envelope.ts"
import type { LogRecord, Offset } from "../../log.ts"

/** What was fetched of one partition and not handed over yet. */
export class Intake {
  #messages: KafkaMessage[] = []
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
    return this.#messages.length - this.#taken
  }

  /** Adds what a fetch brought, up to its last offset: offsets in between may be of records nobody is shown. */
  add(messages: readonly KafkaMessage[], last: Offset): void {
    this.#messages = this.#messages.slice(this.#taken).concat(messages)
    this.#taken = 0
    this.end = last + 1
  }

  /** The oldest records, at most `limit`. */
  take(limit: number): { from: Offset; next: Offset; records: LogRecord[] } {
    const messages = this.#messages.slice(this.#taken, this.#taken + limit)
    this.#taken += messages.length
    const records = messages.map(recordOf)
    const from = this.from
    this.from = this.length === 0 ? this.end : records.at(-1)!.offset + 1
    return { from, next: this.from, records }
  }
}

/** JSON writes NUL and halves of surrogate pairs as escapes, so a text without any need not be looked through later. */
function recordOf({ offset, value }: KafkaMessage): LogRecord {
  const text = value?.toString("utf8") ?? ""
  const suspect = text.includes("\\u")
  return { offset: Number(offset), value: parseEnvelope(text), ...(suspect ? { suspect } : {}) }
}
