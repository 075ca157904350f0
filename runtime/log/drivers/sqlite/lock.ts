import { Database } from "bun:sqlite"
import { join } from "node:path"

/**
 * Makes this process the only one that writes the log in `folder`. The lock is a transaction that is never committed, so
 * the operating system drops it with the process, however that ends. It has a file of its own, because closing any
 * handle of a file drops a process's locks on it, and the log's own file may well be copied or read meanwhile.
 *
 * @returns what lets go of the lock
 * @throws Error when another process, or another log in this one, has it
 */
export function lock(folder: string): () => void {
  const db = new Database(join(folder, "log.lock"), { create: true, readwrite: true })
  try {
    db.run("begin exclusive")
  } catch (error) {
    db.close()
    if (isBusy(error)) {
      throw new Error(
        `the data folder ${folder} is in use by another ShopStream: stop that one, or choose another folder`,
      )
    }
    throw error
  }
  return () => db.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_BUSY"
}
