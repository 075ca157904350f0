import { test } from "bun:test"
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

/**
 * What `npm test` started for all suites, else a server of one's own. Where there can be none, `what` is skipped with the
 * reason, or fails by it with `REQUIRE_ALL=1`.
 */
export async function testServer(what: string): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  const { TEST_POSTGRES, REQUIRE_ALL } = process.env
  if (TEST_POSTGRES) return { url: TEST_POSTGRES, stop: async () => {} }
  const found = await ensurePostgres(console.error)
  if (!("missing" in found)) return found.postgres
  if (REQUIRE_ALL === "1") test("a PostgreSQL server can be started", () => Promise.reject(new Error(found.missing)))
  else test.skip(`${what} (${found.missing})`, () => {})
  return undefined
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
