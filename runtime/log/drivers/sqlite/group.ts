import type { Envelope } from "../../log.ts"
import { partitionKey, partitionOf } from "../../partition.ts"
import { type Written, written } from "../../written.ts"
import type { NewBlock } from "./file.ts"

/** A block ends at this many records or characters, whichever comes first: a reader takes blocks whole. */
const BLOCK_RECORDS = 1_000
const BLOCK_CHARACTERS = 1024 * 1024

/** A block being filled. */
export interface GatheredBlock {
  partition: number
  records: Written[]
  characters: number
}

/** The appends that share one commit, and so one wait for the disk. */
export class Group {
  /** Settles for all of them when their commit is on the disk, or failed. */
  readonly committed = Promise.withResolvers<void>()
  readonly blocks: GatheredBlock[] = []
  characters = 0
  readonly #filling: GatheredBlock[] = []

  constructor(private readonly partitions: number) {}

  /** Takes all records, or throws and takes none. @returns how many characters they are */
  add(records: readonly Envelope[]): number {
    const before = this.characters
    for (const record of written(records)) {
      const block = this.#blockFor(partitionOf(partitionKey(record.envelope.event), this.partitions))
      block.records.push(record)
      block.characters += record.line.length
      this.characters += record.line.length
    }
    return this.characters - before
  }

  /** The blocks as they cross to the thread: one string each. */
  bodies(): NewBlock[] {
    return this.blocks.map(({ partition, records }) => {
      return { partition, count: records.length, body: records.map(({ line }) => line).join("\n") }
    })
  }

  #blockFor(partition: number): GatheredBlock {
    const filling = this.#filling[partition]
    if (filling && filling.records.length < BLOCK_RECORDS && filling.characters < BLOCK_CHARACTERS) return filling
    const block: GatheredBlock = { partition, records: [], characters: 0 }
    this.#filling[partition] = block
    this.blocks.push(block)
    return block
  }
}
