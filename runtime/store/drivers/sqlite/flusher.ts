import type { Database } from "bun:sqlite"
import { checkpoints } from "./checkpoints.ts"
import { copyBack, makeDurable } from "./database.ts"

export type FlusherCalls = ReturnType<typeof flusherCalls>

/** Often, so little at a time: the disk that takes a large write keeps the commits of store and log waiting behind it. */
const EVERY_MS = 50

/**
 * What the flushing thread does: it copies the WAL back into the file beside the transactions. Where they had to do it
 * themselves, every few dozen of them one would wait for the disk, ten times as long as the others.
 */
export function flusherCalls(db: Database) {
  const writers = checkpoints(db)
  const timer = setInterval(() => {
    try {
      copyBack(db)
    } catch {
      // Whatever it is, a full disk perhaps: transactions fail by it too and tell of it, and this tries again.
    }
  }, EVERY_MS)
  return {
    /** Makes all that is committed survive a power loss, and says how far it goes. */
    sync() {
      const covered = writers.all()
      makeDurable(db)
      return covered
    },
    close() {
      clearInterval(timer)
      db.close()
    },
  }
}
