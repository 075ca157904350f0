import type { Database } from "bun:sqlite"

/** Marks the file as a ShopStream log ("SSLG"), in SQLite's header. */
const APPLICATION_ID = 0x53534c47
const VERSION = 1

/**
 * A block holds the envelopes of one partition that were committed together, one JSON text a line. It is keyed by its
 * end, so that "the first block that reaches beyond an offset" is one step down the index.
 */
const TABLES = `
  create table log (id text not null) strict;
  create table partitions (id integer primary key, first integer not null, next integer not null) strict;
  create table blocks (
    partition integer not null,
    first integer not null,
    next integer not null,
    body text not null,
    primary key (partition, next)
  ) strict;
`

/**
 * Makes the tables in a new file, all or none; checks that an old one is a log of this version and this many partitions.
 *
 * @throws Error that completes "cannot open FILE: it …"
 */
export function prepare(db: Database, partitions: number): void {
  const isNew = db.query("select 1 from sqlite_schema").get() === null
  if (!isNew && pragma(db, "application_id") !== APPLICATION_ID) {
    throw new Error("it is the SQLite file of another program; move it away or choose another data folder")
  }
  makeDurable(db)
  if (isNew) db.transaction(create).immediate(db, partitions)

  const version = pragma(db, "user_version")
  if (version !== VERSION) {
    throw new Error(`it has version ${version}, this ShopStream reads version ${VERSION}; run the one that wrote it`)
  }
  const { held } = db.query<{ held: number }, []>("select count(*) as held from partitions").get()!
  if (held !== partitions) {
    throw new Error(
      `it has ${held} partition(s), but ${partitions} were asked for; ask for ${held}, or start on an empty data folder`,
    )
  }
}

/** Has every commit reach the disk before it counts; `fullfsync` asks the same of macOS. */
function makeDurable(db: Database): void {
  db.run("pragma page_size = 8192")
  if (pragma(db, "journal_mode = wal", "journal_mode") !== "wal") {
    throw new Error("it lies where SQLite cannot keep a write-ahead log; move the data folder to a local disk")
  }
  db.run("pragma synchronous = full")
  db.run("pragma fullfsync = on")
  db.run("pragma checkpoint_fullfsync = on")
  // Copying back is the flusher's work. Under steady load it may never catch the last commit, so that the WAL could not
  // start over: after 64 MiB an append copies the little that is left.
  db.run("pragma wal_autocheckpoint = 8192")
  db.run("pragma journal_size_limit = 67108864")
}

function create(db: Database, partitions: number): void {
  db.run(TABLES)
  db.run("insert into log (id) values (?)", [crypto.randomUUID()])
  for (let id = 0; id < partitions; id++) db.run("insert into partitions (id, first, next) values (?, 0, 0)", [id])
  db.run(`pragma application_id = ${APPLICATION_ID}`)
  db.run(`pragma user_version = ${VERSION}`)
}

function pragma(db: Database, statement: string, name = statement): string | number {
  return db.query<Record<string, string | number>, []>(`pragma ${statement}`).get()![name]!
}
