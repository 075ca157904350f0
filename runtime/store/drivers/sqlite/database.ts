import { Database } from "bun:sqlite"
import { MIGRATIONS } from "./migrations/migrations.ts"

/** How long a connection waits for another process (a CLI command beside the server) to finish writing. */
const BUSY_MS = 10_000

/**
 * Opens the connection that writes, in WAL mode, and brings the schema up to date. Several processes may do so at once.
 * synchronous=NORMAL: a power cut may take back the newest commits, never damage the file; the log replays them.
 */
export function openWriter(file: string): Database {
  try {
    return prepared(new Database(file, { create: true, strict: true }))
  } catch (error) {
    throw new Error(`cannot open the store ${file}: ${(error as Error).message}`, { cause: error })
  }
}

function prepared(db: Database): Database {
  db.run(`PRAGMA busy_timeout = ${BUSY_MS}`)
  db.run("PRAGMA page_size = 8192")
  enterWal(db)
  db.run("PRAGMA synchronous = NORMAL")
  db.run("PRAGMA cache_size = -65536")
  db.run("PRAGMA temp_store = MEMORY")
  // Copying back is the flusher's work. Under steady load it never catches the last commit, so that the WAL could not
  // start over: now and then, after 64 MiB, the writer itself copies the little that is left.
  db.run("PRAGMA wal_autocheckpoint = 8192")
  db.run("PRAGMA journal_size_limit = 134217728")
  migrate(db)
  return db
}

/** Opens a connection that only reads. The file must have been opened by a writer before. */
export function openReader(file: string): Database {
  const db = new Database(file, { readonly: true, strict: true })
  db.run(`PRAGMA busy_timeout = ${BUSY_MS}`)
  db.run("PRAGMA cache_size = -32768")
  return db
}

/** Opens a connection that copies the WAL back into the file. The file must have been opened by a writer before. */
export function openFlusher(file: string): Database {
  const db = new Database(file, { readwrite: true, strict: true })
  db.run(`PRAGMA busy_timeout = ${BUSY_MS}`)
  db.run("PRAGMA synchronous = NORMAL")
  return db
}

/** Copies back what of the WAL no reader needs any more, without waiting for anybody and keeping nobody waiting. */
export function copyBack(db: Database): void {
  db.run("PRAGMA wal_checkpoint(PASSIVE)")
}

/**
 * Copies the whole WAL into the file and waits for the disk.
 * @throws Error when readers of old state held it up for too long
 */
export function makeDurable(db: Database): void {
  const { busy } = db.query<{ busy: number }, []>("PRAGMA wal_checkpoint(FULL)").get()!
  if (busy === 0) return
  throw new Error(
    `${db.filename} could not be synced within ${BUSY_MS / 1000} s because other connections were reading old state; ` +
      "nothing is lost: try again",
  )
}

export function schemaVersion(db: Database): number {
  return db.query<{ user_version: number }, []>("PRAGMA user_version").get()!.user_version
}

/** The change to WAL fails at once, without waiting, when another process is just making it. */
function enterWal(db: Database): void {
  const deadline = Date.now() + BUSY_MS
  for (;;) {
    try {
      db.run("PRAGMA journal_mode = WAL")
      return
    } catch (error) {
      if (Date.now() > deadline || !String((error as { code?: string }).code).startsWith("SQLITE_BUSY")) throw error
      Bun.sleepSync(5)
    }
  }
}

function migrate(db: Database): void {
  db.transaction(() => {
    const version = schemaVersion(db)
    if (version > MIGRATIONS.length) {
      throw new Error(
        `it has schema version ${version}, but this ShopStream knows ${MIGRATIONS.length}; ` +
          "run the newer version that wrote it, or choose another data folder",
      )
    }
    for (const step of MIGRATIONS.slice(version)) db.run(step)
    db.run(`PRAGMA user_version = ${MIGRATIONS.length}`)
  }).immediate()
}
