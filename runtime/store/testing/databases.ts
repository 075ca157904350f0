import postgres from "postgres"
import { ensurePostgres } from "../../../deploy/local/postgres.ts"
import { migrate } from "../drivers/postgres.ts"

/** A server for tests, and fresh databases on it. */
export interface Databases {
  /** URL of a fresh, migrated database. */
  fresh(): Promise<string>
  /** URL of a fresh, empty database. */
  empty(): Promise<string>
  drop(url: string): Promise<void>
  close(): Promise<void>
}

/** What `npm test` started for all suites, else a server of one's own. */
export async function testServer(): Promise<{ url: string; stop(): Promise<void> } | { missing: string }> {
  const { TEST_POSTGRES } = process.env
  if (TEST_POSTGRES) return { url: TEST_POSTGRES, stop: async () => {} }
  const found = await ensurePostgres(() => {})
  return "missing" in found ? found : found.postgres
}

/**
 * Fresh databases are copies of one that was migrated, which takes a fraction of migrating each; TimescaleDB's own
 * processes are connected to every database, so that none can be copied there.
 */
export async function databasesOn(server: string): Promise<Databases> {
  const sql = postgres(server, { max: 1, onnotice: () => {} })
  const prefix = `test_${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`
  let made = 0
  const urlOf = (name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href
  async function make(template?: string): Promise<string> {
    const name = `${prefix}_${made++}`
    await sql.unsafe(`create database ${name} ${template ? `template ${template}` : ""}`)
    return name
  }
  const drop = async (name: string): Promise<void> => void (await sql.unsafe(`drop database ${name} with (force)`))
  const template = await make()
  const { tier } = await migrate(urlOf(template))
  const empty = async () => urlOf(await make())
  async function migrated(): Promise<string> {
    const url = await empty()
    await migrate(url)
    return url
  }
  return {
    fresh: tier === "plain" ? async () => urlOf(await make(template)) : migrated,
    empty,
    drop: url => drop(new URL(url).pathname.slice(1)),
    async close() {
      await drop(template)
      await sql.end()
    },
  }
}
