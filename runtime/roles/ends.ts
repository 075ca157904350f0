import { hostname } from "node:os"
import type { Config } from "../config.ts"
import type { Log } from "../log/log.ts"
import type { Store } from "../store/store.ts"

/** The two ends of the walk, each embedded or shared, in any mix. Drivers are loaded only where they are used. */

export async function openLog({ kafka, data }: Pick<Config, "kafka" | "data">): Promise<Log> {
  if (kafka) {
    const { kafkaLog } = await import("../log/drivers/kafka.ts")
    return kafkaLog(kafka)
  }
  const { sqliteLog } = await import("../log/drivers/sqlite.ts")
  return sqliteLog({ folder: data })
}

/**
 * The embedded store is brought up to date by opening it.
 * @param migrate whether a database that is behind is brought up to date first; else it is refused
 * @throws Error that says what to do, where the database cannot be reached or has another schema
 */
export async function openStore(
  { databaseUrl, data }: Pick<Config, "databaseUrl" | "data">,
  { migrate = false } = {},
): Promise<Store> {
  if (databaseUrl !== "") {
    const driver = await import("../store/drivers/postgres.ts")
    if (migrate) await driver.migrate(databaseUrl)
    return driver.postgresStore({ url: databaseUrl })
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
