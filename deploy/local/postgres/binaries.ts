import { existsSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { installPackage } from "../debian.ts"

const DEBIAN = "/usr/lib/postgresql"
const ADVICE = "install PostgreSQL 14 or later (Debian: apt-get install postgresql; macOS: brew install postgresql)"

/** Folder of PostgreSQL's server programs: Debian keeps them out of the PATH, newest version first here. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map(version => join(DEBIAN, version, "bin"))
  const inPath = Bun.which("initdb")
  return [...folders, ...(inPath ? [dirname(inPath)] : [])].find(
    folder => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  )
}

/**
 * PostgreSQL's programs: the installed ones, or Debian's package where this user may install it.
 * @returns their folder, or why there is none and what to do
 */
export async function ensureBinaries(say: (line: string) => void): Promise<{ folder: string } | { missing: string }> {
  const found = findPostgres()
  if (found) return { folder: found }
  const complaint = await installPackage("postgresql", say)
  if (complaint) return { missing: `no PostgreSQL server found, and ${complaint}; ${ADVICE}` }
  const installed = findPostgres()
  return installed ? { folder: installed } : { missing: `the package holds no server in the usual places; ${ADVICE}` }
}
