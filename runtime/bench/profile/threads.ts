import { readdir, readFile } from "node:fs/promises"
import { processesUnder } from "../../../deploy/local/postgres/processes.ts"

/** Linux reports processor time in these, on every architecture. */
const TICKS_PER_SECOND = 100

/** Processor seconds by what a thread does. */
export type Spent = Map<string, number>

/**
 * Processor time so far of a process and its children, by thread. Threads that do the same have the same name: numbers
 * in names are left out. PostgreSQL's processes are told by their titles, since each does one thing.
 */
export async function spentByThread(root: number): Promise<Spent> {
  const spent: Spent = new Map()
  for (const pid of [root, ...processesUnder(root)]) {
    const role = await roleOf(pid)
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, "utf8").catch(() => "")
      if (stat === "") continue
      const name = role ?? kindOf(stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")))
      const [user, system] = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .slice(11, 13)
        .map(Number) as [number, number]
      spent.set(name, (spent.get(name) ?? 0) + (user + system) / TICKS_PER_SECOND)
    }
  }
  return spent
}

/** What was spent between two looks, most first. Threads that ended in between are missed. */
export function spentBetween(before: Spent, after: Spent): [name: string, seconds: number][] {
  return [...after]
    .map(([name, seconds]): [string, number] => [name, seconds - (before.get(name) ?? 0)])
    .filter(([, seconds]) => seconds > 0)
    .sort(([, a], [, b]) => b - a)
}

/** @example roleOf(backend) // "postgres: backend" for "postgres: postgres shopstream 127.0.0.1(40112) COMMIT" */
async function roleOf(pid: number): Promise<string | undefined> {
  const title = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
  if (!title.startsWith("postgres: ")) return undefined
  return /\d+\.\d+\.\d+\.\d+\(\d+\)/.test(title) ? "backends" : kindOf(title.slice("postgres: ".length))
}

/** @example kindOf("HeapHelper-3") // "HeapHelper" */
const kindOf = (name: string): string =>
  name
    .replace(/\0/g, " ")
    .replace(/[\s\d#/_-]+$/, "")
    .trim()
