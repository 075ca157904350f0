import type { Database } from "bun:sqlite"
import { accessReads } from "./access.ts"
import { alertReads } from "./alerts.ts"
import { cellReads } from "./cell-reads.ts"
import { checkpoints } from "./checkpoints.ts"
import { schemaVersion } from "./database.ts"
import { deadLetters } from "./dead-letters.ts"
import { dirtyMarks } from "./dirty.ts"
import { entities } from "./entities.ts"
import { memoReads } from "./memos.ts"
import { rawEvents } from "./raw.ts"
import { rollUpReads } from "./rollups.ts"

export type ReaderCalls = ReturnType<typeof readerCalls>

/** What the reading thread answers: committed state only, never waiting behind a transaction. */
export function readerCalls(db: Database) {
  const raw = rawEvents(db)
  const entity = entities(db)
  const rollUps = rollUpReads(db)
  const sqliteVersion = db.query<{ version: string }, []>("SELECT sqlite_version() AS version")
  return {
    ...accessReads(db),
    ...alertReads(db),
    ...memoReads(db),
    checkpoint: checkpoints(db).checkpoint,
    read: cellReads(db).read,
    entity: entity.find,
    recentEntities: entity.recent,
    changedEntities: entity.changed,
    recentRaw: raw.recent,
    rawEvents: raw.between,
    scanRaw: raw.scan,
    deadLetters: deadLetters(db).newest,
    dirty: dirtyMarks(db).ended,
    rollUpPlan: rollUps.plan,
    rollUpMinutes: rollUps.minutes,
    versions: () => ({ sqlite: sqliteVersion.get()!.version, schema: schemaVersion(db) }),
    close: () => db.close(),
  }
}
