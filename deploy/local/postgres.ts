/**
 * A real PostgreSQL server without Docker, on loopback, from the installed programs.
 *
 *   bun deploy/local/postgres.ts [--data DIR] [--port 5432]
 *
 * Without `--data` everything it holds goes when it ends.
 */
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { ensureBinaries } from "./postgres/binaries.ts"
import { type LocalPostgres, type ServerOptions, startServer } from "./postgres/server.ts"

export type { LocalPostgres }

const tell = (line: string): void => console.error(line)

/**
 * A running server, ready for connections, with an empty database `shopstream`.
 * @throws Error when PostgreSQL is missing or does not start: the message says what to do
 */
export async function startPostgres(options: Omit<ServerOptions, "binaries"> = {}): Promise<LocalPostgres> {
  const found = await ensureBinaries(tell)
  if ("missing" in found) throw new Error(found.missing)
  return startServer({ ...options, binaries: found.folder })
}

/** How a server differs from one that tests throw away. */
export type PostgresSettings = Pick<ServerOptions, "durable" | "settings">

/** A running server for tests and benches. @returns it, or why there is none and what to do */
export async function ensurePostgres(
  say: (line: string) => void,
  options: PostgresSettings = {},
): Promise<{ postgres: LocalPostgres } | { missing: string }> {
  const found = await ensureBinaries(say)
  if ("missing" in found) return found
  return { postgres: await startServer({ ...options, binaries: found.folder }) }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { data: { type: "string" }, port: { type: "string", default: "5432" } } })
  tell("Starting PostgreSQL …")
  try {
    const data = values.data === undefined ? {} : { data: resolve(values.data) }
    const postgres = await startPostgres({ ...data, port: Number(values.port) })
    tell(`PostgreSQL is ready: DATABASE_URL=${postgres.url}`)
    tell(data.data === undefined ? "What it holds goes when it ends. Ctrl-C ends it." : "Ctrl-C ends it.")
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, async () => {
        tell("Stopping PostgreSQL …")
        await postgres.stop()
        process.exit(0)
      })
    }
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
}
