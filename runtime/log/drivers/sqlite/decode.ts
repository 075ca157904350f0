import { envelopeReader, type Read } from "../../envelope.ts"
import type { LogRecord, Offset, Poison } from "../../log.ts"
import type { Block } from "./file.ts"

/**
 * The records `[from, next)` out of the blocks that were read for them; fewer where the blocks end earlier, all of them
 * where there is no block at all. Every offset gets a record: what a damaged file lost comes out as poison.
 */
export function decode(blocks: readonly Block[], from: Offset, next: Offset): LogRecord[] {
  const end = Math.min(next, blocks.at(-1)?.next ?? next)
  const records: LogRecord[] = []
  let offset = from
  const lose = (until: Offset) => {
    for (; offset < Math.min(until, end); offset++) records.push({ offset, value: LOST })
  }
  for (const block of blocks) {
    lose(block.first)
    const values = valuesOf(block)
    for (; offset < Math.min(block.next, end); offset++) records.push({ offset, ...values(offset - block.first) })
  }
  lose(end)
  return records
}

const LOST: Poison = { poison: "", reason: "lost: the log's file has no block for this offset" }

/** Reads single records of a block, so that a batch that begins or ends within it parses only its own. */
function valuesOf({ first, next, body }: Block): (index: number) => Read {
  const lines = body.split("\n")
  const count = next - first
  const read = envelopeReader()
  if (lines.length === count) return index => read(lines[index]!)

  // Which line is which record can no longer be told: keep the text, vouch for none.
  const reason = `damaged: the block at offset ${first} should have ${count} lines, but has ${lines.length}`
  const lost = (index: number): string => (index < count - 1 ? (lines[index] ?? "") : lines.slice(index).join("\n"))
  return index => ({ value: { poison: lost(index), reason } })
}
