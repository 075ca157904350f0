import type { Queries } from "./connect.ts"

/** What the database can do with raw events; found at migration. The numbers are the same on all. */
export type Tier = "plain" | "timescaledb apache" | "timescaledb community"

/** Tier and version, as the schema stands. */
export interface Found {
  tier: Tier
  /** Of the extension; absent in plain PostgreSQL. */
  timescaledb?: string
}

/**
 * Makes the extension where the server has it loaded and this user may.
 * Asked first, because without the library in `shared_preload_libraries` the attempt would end the connection.
 */
export async function ensureExtension(sql: Queries): Promise<void> {
  const [row] = await sql<{ loaded: boolean; made: boolean }[]>`
    select current_setting('timescaledb.disable_load', true) is not null as loaded,
      exists (select from pg_extension where extname = 'timescaledb') as made
    from pg_available_extensions where name = 'timescaledb'`
  if (!row?.loaded || row.made) return
  await sql`create extension if not exists timescaledb`.catch(() => {
    // Not allowed, perhaps: plain PostgreSQL then, which `info()` says.
  })
}

/** Why a database without hypertables has none. `too late`: the extension was made after the tables. */
export async function whyPlain(sql: Queries): Promise<"not installed" | "not loaded" | "not created" | "too late"> {
  const [row] = await sql<{ loaded: boolean; made: boolean }[]>`
    select current_setting('timescaledb.disable_load', true) is not null as loaded,
      exists (select from pg_extension where extname = 'timescaledb') as made
    from pg_available_extensions where name = 'timescaledb'`
  if (!row) return "not installed"
  if (row.made) return "too late"
  return row.loaded ? "not created" : "not loaded"
}

export async function findTier(sql: Queries): Promise<Found> {
  const [row] = await sql<{ version: string; license: string }[]>`
    select extversion as version, coalesce(current_setting('timescaledb.license', true), 'apache') as license
    from pg_extension where extname = 'timescaledb'`
  if (!row) return { tier: "plain" }
  const tier = row.license === "timescale" ? "timescaledb community" : "timescaledb apache"
  return { tier, timescaledb: row.version }
}
