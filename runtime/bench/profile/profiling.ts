import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RoleProcess } from "../../testing/installation.ts"
import { type Whereabouts, whereabouts } from "./scripts.ts"
import { type Counted, countStatements } from "./statements.ts"
import { type Spent, spentBetween, spentByThread } from "./threads.ts"

const SCRIPTS = ["collector", "worker"] as const
type Script = (typeof SCRIPTS)[number]

export interface Recorded extends Counted {
  /** How many events it was for. */
  events: number
  /** Processor seconds of every part, by thread. */
  threads: Record<string, [name: string, seconds: number][]>
  /** Where the programs of ours were. */
  scripts: Record<Script, Whereabouts>
}

export interface Profiling {
  /** What Bun has to be started with. */
  flagsFor(script: Script): string[]
  /** @param pids of every part */
  begin(pids: Record<string, number>, databaseUrl: string): Promise<void>
  /** Stops the programs: they write down where they were, from start to end, when they end. */
  end(processes: Record<Script, RoleProcess>, events: number): Promise<Recorded>
}

/** Records where the processor time of an installation goes. */
export async function profiling(): Promise<Profiling> {
  const folder = await mkdtemp(join(tmpdir(), "shopstream-profile-"))
  const nameOf = (script: Script) => `${script}.cpuprofile`
  let pids: Record<string, number> = {}
  let before: Record<string, Spent> = {}
  let counted: () => Promise<Counted>
  return {
    flagsFor: script => ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${nameOf(script)}`],
    async begin(processes, databaseUrl) {
      pids = processes
      counted = await countStatements(databaseUrl)
      before = await spentOf(pids)
    },
    async end(processes, events) {
      try {
        const after = await spentOf(pids)
        const database = await counted()
        await Promise.all(SCRIPTS.map(script => processes[script].drain()))
        const [collector, worker] = await Promise.all(SCRIPTS.map(script => whereabouts(join(folder, nameOf(script)))))
        const threads = Object.keys(pids).map(part => [part, spentBetween(before[part]!, after[part]!)] as const)
        const scripts = { collector: collector!, worker: worker! }
        return { ...database, threads: Object.fromEntries(threads), scripts, events }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

async function spentOf(pids: Record<string, number>): Promise<Record<string, Spent>> {
  const all = Object.entries(pids).map(async ([part, pid]) => [part, await spentByThread(pid)] as const)
  return Object.fromEntries(await Promise.all(all))
}
