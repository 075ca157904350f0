import type { Database } from "bun:sqlite"
import type { Offset } from "../../../log/log.ts"
import type { DeadLetter, KeptLetter, Writer } from "../../store.ts"

interface Row extends Writer {
  shop: string | null
  offset: Offset
  poison: string
  reason: string
  resubmitted: number | null
}

/** Records that could not be folded, with the reason. */
export function deadLetters(db: Database) {
  const bury = db.query("INSERT INTO dead_letters (shop, writer, offset, poison, reason, at) VALUES (?, ?, ?, ?, ?, ?)")
  const newest = db.query<Row, [number]>(
    `SELECT shop, log, partition, dead_letters.offset, poison, reason, resubmitted
     FROM dead_letters JOIN checkpoints USING (writer) ORDER BY number DESC LIMIT ?`,
  )
  const mark = db.query<null, [number, string, number, Offset]>(
    `UPDATE dead_letters SET resubmitted = ?
     WHERE writer = (SELECT writer FROM checkpoints WHERE log = ? AND partition = ?) AND offset = ?
       AND resubmitted IS NULL`,
  )
  const drop = db.query<null, [number, number]>(
    "DELETE FROM dead_letters WHERE number IN (SELECT number FROM dead_letters WHERE at < ? ORDER BY number LIMIT ?)",
  )

  return {
    bury(writer: number, letters: readonly DeadLetter[]): void {
      const now = Date.now()
      for (const { shop, offset, poison, reason } of letters)
        bury.run(shop ?? null, writer, offset, poison, reason, now)
    },
    newest: (limit: number): KeptLetter[] =>
      newest.all(limit).map(({ shop, resubmitted, ...letter }) => ({
        ...letter,
        ...(shop === null ? {} : { shop }),
        ...(resubmitted === null ? {} : { resubmitted_at: new Date(resubmitted).toISOString() }),
      })),
    markResubmitted(letters: readonly (Writer & { offset: Offset })[]): void {
      const now = Date.now()
      for (const { log, partition, offset } of letters) mark.run(now, log, partition, offset)
    },
    /** Drops up to `limit` that were buried before `before`, and says how many. */
    drop: (before: number, limit: number): number => drop.run(before, limit).changes,
  }
}
