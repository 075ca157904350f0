import { connect, placeOf, type Queries, type Sql } from "./connect.ts"
import { plain } from "./failures.ts"
import { MIGRATION_LOCK } from "./locks.ts"
import { MIGRATIONS } from "./migrations/migrations.ts"
import { suited } from "./pooler.ts"
import { makeDays } from "./raw-days.ts"
import { ensureExtension, findTier, type Tier } from "./tiers.ts"

export interface MigrationReport {
  /** Schema version before and after; equal when there was nothing to do. */
  from: number
  to: number
  tier: Tier
}

/**
 * Brings the schema up to date. Any number of processes may do so at once: one does it, the others wait and find it done.
 * @throws Error when the database cannot be reached, or a newer version has migrated it
 */
export async function migrate(url: string): Promise<MigrationReport> {
  const sql = connect(await suited(url), { max: 1 })
  try {
    await assertWritable(sql)
    await assertEncoding(sql)
    await locked(sql, ensureExtension)
    const report = await locked(sql, bringUp)
    await makeDays(sql)
    return report
  } catch (error) {
    throw plain(error, placeOf(url))
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** 0 before the first migration. */
export async function schemaVersion(sql: Queries): Promise<number> {
  const [made] = await sql<{ made: boolean }[]>`select to_regclass('schema_version') is not null as made`
  if (!made!.made) return 0
  const [row] = await sql<{ version: number }[]>`select coalesce(max(version), 0)::int as version from schema_version`
  return row!.version
}

/** @throws Error saying what to do, when the schema is not the one this version works on */
export async function assertCurrent(sql: Queries): Promise<void> {
  const version = await schemaVersion(sql)
  if (version > MIGRATIONS.length) throw new Error(newer(version))
  if (version < MIGRATIONS.length) {
    throw new Error(
      `the database has schema version ${version}, but this ShopStream needs ${MIGRATIONS.length}: run "shopstream migrate"`,
    )
  }
}

/** @throws Error saying what to do, when nothing can be written there */
export async function assertWritable(sql: Queries): Promise<void> {
  const [row] = await sql<{ setting: string }[]>`select current_setting('transaction_read_only') as setting`
  if (row!.setting === "off") return
  throw new Error(
    "the database is a replica or read-only, and every role writes; expected the address of the primary in DATABASE_URL",
  )
}

async function bringUp(sql: Queries): Promise<MigrationReport> {
  const from = await schemaVersion(sql)
  if (from > MIGRATIONS.length) throw new Error(newer(from))
  const { tier } = await findTier(sql)
  if (from === 0) {
    await sql`create table schema_version (version int primary key, tier text not null, at timestamptz not null default now())`
  }
  for (const [i, step] of [...MIGRATIONS.entries()].slice(from)) {
    if (step[tier] !== "") await sql.unsafe(step[tier])
    await sql`insert into schema_version (version, tier) values (${i + 1}, ${tier})`
  }
  return { from, to: MIGRATIONS.length, tier }
}

function locked<T>(sql: Sql, work: (sql: Queries) => Promise<T>): Promise<T> {
  return sql.begin(async sql => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`
    return work(sql)
  }) as Promise<T>
}

async function assertEncoding(sql: Sql): Promise<void> {
  const [row] = await sql<{ server_encoding: string }[]>`show server_encoding`
  if (row!.server_encoding === "UTF8") return
  throw new Error(
    `the database has the encoding ${row!.server_encoding}, but the names of shops and products need UTF8: ` +
      "create it with: create database … encoding 'UTF8' template template0",
  )
}

const newer = (version: number): string =>
  `the database has schema version ${version}, but this ShopStream knows ${MIGRATIONS.length}; ` +
  "run the newer version that migrated it, or choose another database"
