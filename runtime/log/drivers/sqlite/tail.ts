import type { LogRecord, Offset } from "../../log.ts"
import type { Written } from "../../written.ts"

interface TailBlock {
  first: Offset
  records: readonly Written[]
  characters: number
}

/**
 * The newest records of a partition, kept as objects until they are delivered: a consumer that keeps up never reads the
 * file. It holds a bounded amount and forgets the oldest first; a consumer that fell behind reads the file instead.
 */
export class Tail {
  #blocks: TailBlock[] = []
  #characters = 0

  constructor(
    /** Most characters of JSON held. */
    private readonly bound: number,
  ) {}

  /** Adds what was just committed. */
  add(first: Offset, written: readonly Written[], characters: number): void {
    // A commit whose outcome was unknown may have left records in between that only the file holds.
    const newest = this.#blocks.at(-1)
    if (newest && endOf(newest) !== first) this.#drop(this.#blocks.length)
    this.#blocks.push({ first, records: written, characters })
    this.#characters += characters

    let excess = 0
    for (let held = this.#characters; held > this.bound; excess++) held -= this.#blocks[excess]!.characters
    this.#drop(excess)
  }

  /**
   * The records from `from` on, at most `limit`; undefined when they are not here. Forgets those before `from`, as the
   * consumer is done with them.
   */
  take(from: Offset, limit: number): LogRecord[] | undefined {
    const start = this.#blocks.findIndex(block => endOf(block) > from)
    this.#drop(start === -1 ? this.#blocks.length : start)
    const oldest = this.#blocks[0]
    if (!oldest || oldest.first > from) return undefined

    const taken: LogRecord[] = []
    for (const { first, records } of this.#blocks) {
      for (let i = Math.max(0, from - first); i < records.length; i++) {
        if (taken.length === limit) return taken
        const { envelope, text } = records[i]!
        taken.push({ offset: first + i, value: envelope, text })
      }
    }
    return taken
  }

  #drop(count: number): void {
    if (count === 0) return
    for (const { characters } of this.#blocks.splice(0, count)) this.#characters -= characters
  }
}

function endOf(block: TailBlock): Offset {
  return block.first + block.records.length
}
