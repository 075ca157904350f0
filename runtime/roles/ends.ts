import { hostname } from "node:os"
import type { Config } from "../config.ts"
import type { Log } from "../log/log.ts"
import type { Store } from "../store/store.ts"

/** The two ends of the walk, each embedded or shared, in any mix. Drivers are loaded only where they are used. */

export async function openLog({ kafka, data }: Pick<Config, "kafka" | "data">): Promise<Log> {
  if (kafka) {
    throw new Error("KAFKA_BOOTSTRAP_SERVERS: the Kafka log is not built yet; unset it to run on the embedded one")
  }
  const { sqliteLog } = await import("../log/drivers/sqlite.ts")
  return sqliteLog({ folder: data })
}

/** The embedded store is migrated by opening it; a shared one is not (`schema.ts`). */
export async function openStore({ databaseUrl, data }: Pick<Config, "databaseUrl" | "data">): Promise<Store> {
  if (databaseUrl !== "") {
    throw new Error("DATABASE_URL: the PostgreSQL store is not built yet; unset it to run on the embedded one")
  }
  const { sqliteStore } = await import("../store/drivers/sqlite.ts")
  return sqliteStore({ folder: data })
}

/** Whether other processes may work on the same store, and so want to be told of commits. */
export function isShared({ databaseUrl }: Pick<Config, "databaseUrl">): boolean {
  return databaseUrl !== ""
}

/** Whether an end of the walk is a file in the data folder. */
export function isEmbedded({ kafka, databaseUrl }: Pick<Config, "kafka" | "databaseUrl">): boolean {
  return kafka === undefined || databaseUrl === ""
}

/** Names this process in leases: where it runs, for people, and something that no other process has. */
export function holderName(): string {
  return `${hostname()}/${process.pid}/${crypto.randomUUID().slice(0, 8)}`
}
