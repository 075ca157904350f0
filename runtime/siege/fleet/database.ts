import postgres from "postgres"

/** Breaks every other connection to the database, whatever it is doing, as a failing network would. */
export async function cutConnections(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`
  await sql.end()
}
