import type { Store } from "../../store.ts"
import type { Sql } from "./connect.ts"
import { schemaVersion } from "./migrate.ts"
import { layoutOf } from "./raw-days.ts"
import { findTier, whyPlain } from "./tiers.ts"

/** What `/ready` shows of the database. */
export async function infoOf(sql: Sql): ReturnType<Store["info"]> {
  const [server] = await sql<{ postgres: string; bytes: number; incidents: number }[]>`
    select current_setting('server_version') as postgres, pg_database_size(current_database()) as bytes,
      (select count(*) from incidents) as incidents`
  const found = await findTier(sql)
  const isPlain = (await layoutOf(sql)) === "partitions"
  return {
    driver: "postgres",
    ...server!,
    schema: await schemaVersion(sql),
    // As it is stored, which is as it was found when it was migrated.
    tier: isPlain ? "plain" : found.tier,
    ...(isPlain ? { without_timescaledb: await whyPlain(sql) } : {}),
    ...(found.timescaledb === undefined ? {} : { timescaledb: found.timescaledb }),
  }
}
