import { Database } from "bun:sqlite"
import type { Offset, PartitionState } from "../../log.ts"
import { prepare } from "./schema.ts"

/** A block on its way to the file: `count` lines of JSON. */
export interface NewBlock {
  partition: number
  count: number
  body: string
}

/** A block as the file holds it: the records `[first, next)` of its partition. */
export interface Block {
  first: Offset
  next: Offset
  body: string
}

/** One read crosses to the other thread whole, so it also ends at this many characters. */
const READ_CHARACTERS = 4 * 1024 * 1024
const TRIM_BLOCKS = 200

/** The SQLite file of a log. Every call blocks its thread, and what it writes is on the disk when it returns. */
export class LogFile {
  readonly id: string
  readonly #db: Database

  /** @throws Error when the file is no log, or one of another version or another number of partitions */
  constructor(path: string, partitions: number) {
    this.#db = new Database(path, { create: true, readwrite: true })
    try {
      prepare(this.#db, partitions)
      this.id = this.#db.query<{ id: string }, []>("select id from log").get()!.id
    } catch (error) {
      this.#db.close()
      throw new Error(`cannot open the log ${path}: ${error instanceof Error ? error.message : error}`)
    }
  }

  /** Writes all blocks in one commit, or none. @returns the offset of each block's first record */
  append(blocks: readonly NewBlock[]): Offset[] {
    const advance = this.#db.query<{ next: Offset }, [number, number]>(
      "update partitions set next = next + ? where id = ? returning next",
    )
    const insert = this.#db.query("insert into blocks (partition, first, next, body) values (?, ?, ?, ?)")
    return this.#db
      .transaction(() =>
        blocks.map(({ partition, count, body }) => {
          const { next } = advance.get(count, partition)!
          insert.run(partition, next - count, next, body)
          return next - count
        }),
      )
      .immediate()
  }

  /** The blocks that reach beyond `from`: at least one, if there is any, then as many as make up `limit` records. */
  read(partition: number, from: Offset, limit: number): Block[] {
    const rows = this.#db
      .query<Block, [number, Offset]>(
        "select first, next, body from blocks where partition = ? and next > ? order by next",
      )
      .iterate(partition, from)
    const blocks: Block[] = []
    let characters = 0
    for (const block of rows) {
      blocks.push(block)
      characters += block.body.length
      if (block.next >= from + limit || characters >= READ_CHARACTERS) break
    }
    return blocks
  }

  /**
   * Forgets the records before `offset`, and deletes some of the blocks that hold nothing else: not all at once, so that
   * appends need not wait. A block that reaches beyond `offset` stays whole.
   */
  trim(partition: number, offset: Offset): { first: Offset; more: boolean } {
    return this.#db
      .transaction(() => {
        const { first } = this.#db
          .query<{ first: Offset }, [Offset, number]>(
            "update partitions set first = max(first, min(next, ?)) where id = ? returning first",
          )
          .get(offset, partition)!
        const { changes } = this.#db.run(
          "delete from blocks where partition = ?1 and next in " +
            "(select next from blocks where partition = ?1 and next <= ?2 order by next limit ?3)",
          [partition, first, TRIM_BLOCKS],
        )
        return { first, more: changes === TRIM_BLOCKS }
      })
      .immediate()
  }

  state(): PartitionState[] {
    return this.#db
      .query<PartitionState, []>('select id as partition, first, next as "end" from partitions order by id')
      .all()
  }

  close(): void {
    this.#db.close(true)
  }
}
