import postgres from "postgres"

export interface Statement {
  /** On one line. */
  text: string
  calls: number
  /** Milliseconds of execution, waiting included. */
  ms: number
  /** Bytes it wrote to the WAL. */
  wal: number
}

export interface Table {
  name: string
  inserted: number
  updated: number
  /** Updates that were made beside the old row, without touching an index. */
  hot: number
}

/** What the database worked on. */
export interface Counted {
  statements: Statement[]
  tables: Table[]
}

const MOST_STATEMENTS = 12
/** Below so many rows a table costs nothing. */
const LEAST_ROWS = 100

/**
 * Counts from here on, on a server that has `pg_stat_statements` loaded.
 * @returns asks what was counted, once
 */
export async function countStatements(url: string): Promise<() => Promise<Counted>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`create extension if not exists pg_stat_statements`
  await sql`select pg_stat_statements_reset()`
  await sql`select pg_stat_reset()`
  return async () => {
    const statements = await sql<Statement[]>`
      select query as text, calls::float8 as calls, total_exec_time as ms, wal_bytes::float8 as wal
      from pg_stat_statements where toplevel order by total_exec_time desc limit ${MOST_STATEMENTS}`
    const tables = await sql<Table[]>`
      select relname as name, n_tup_ins::float8 as inserted, n_tup_upd::float8 as updated, n_tup_hot_upd::float8 as hot
      from pg_stat_user_tables where n_tup_ins + n_tup_upd >= ${LEAST_ROWS} order by n_tup_ins + n_tup_upd desc`
    await sql.end()
    return { statements: statements.map(row => ({ ...row, text: row.text.replace(/\s+/g, " ").trim() })), tables }
  }
}
