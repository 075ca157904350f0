import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const ENTRY = join(import.meta.dir, "shopstream.ts")

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** A folder to run commands in, with nothing in it. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "shopstream-cli-"))
}

interface Where {
  cwd: string
  env?: Record<string, string>
  /** Of Bun itself. */
  flags?: readonly string[]
}

/** Starts `shopstream …` as a child process in `cwd`, with an environment of its own. */
export function spawnCli(args: readonly string[], { cwd, env = {}, flags = [] }: Where) {
  return Bun.spawn([process.execPath, ...flags, ENTRY, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  })
}

/** Runs `shopstream …` to its end. */
export async function runCli(args: readonly string[], where: Where): Promise<Ran> {
  const child = spawnCli(args, where)
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, stdout, stderr }
}
