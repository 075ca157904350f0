import { readdir, readFile } from "node:fs/promises"
import { cpus } from "node:os"

/** Linux reports processor time in these, on every architecture. */
const TICKS_PER_SECOND = 100

/** What processor time went where in a stretch of time. */
export interface Accounts {
  /** Seconds that the process used. */
  process: number
  /** Share of the machine's processors, 0–1, that neither it nor this process used: somebody else's work, so noise. */
  disturbance: number
}

/** Takes account of a process until the returned function is called. */
export async function account(pid: number): Promise<() => Promise<Accounts>> {
  const began = performance.now()
  const own = process.cpuUsage()
  const [processBefore, machineBefore] = await Promise.all([cpuSeconds(pid), machineSeconds()])
  return async () => {
    const used = (await cpuSeconds(pid)) - processBefore
    const machine = (await machineSeconds()) - machineBefore
    const { user, system } = process.cpuUsage(own)
    const available = ((performance.now() - began) / 1000) * cpus().length
    return { process: used, disturbance: Math.max(0, machine - used - (user + system) / 1e6) / available }
  }
}

/** Processor time a process has used so far, all threads, user and system. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8")
  // The second field is the command in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Processor time that a process and those that it started have used so far, the ones that ended included. */
export async function cpuSecondsOfTree(root: number): Promise<number> {
  const names = (await readdir("/proc")).filter(name => /^\d+$/.test(name))
  const rows = await Promise.all(names.map(name => readFile(`/proc/${name}/stat`, "utf8").catch(() => "")))
  const all = rows.map(fieldsOf)
  const within = new Set([root])
  // Parents come before children only mostly, so until nothing is added.
  for (let before = 0; before < within.size; ) {
    before = within.size
    for (const { pid, parent } of all) if (within.has(parent)) within.add(pid)
  }
  return all.filter(({ pid }) => within.has(pid)).reduce((sum, { seconds }) => sum + seconds, 0)
}

function fieldsOf(stat: string): { pid: number; parent: number; seconds: number } {
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number)
  // User and system time, its own and that of children that have ended and were waited for.
  const ticks = fields.slice(11, 15).reduce((sum, n) => sum + n, 0)
  return { pid: Number.parseInt(stat, 10), parent: fields[1]!, seconds: ticks / TICKS_PER_SECOND }
}

/** Processor time that the whole machine has used so far, all processors, what its host took away included. */
async function machineSeconds(): Promise<number> {
  const [user, nice, system, , , irq, softirq, steal] = (await readFile("/proc/stat", "utf8"))
    .split("\n")[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number) as number[]
  return (user! + nice! + system! + irq! + softirq! + steal!) / TICKS_PER_SECOND
}

/** Resident memory of a process, MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8")
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** Samples resident memory once a second until `stop`. */
export function watchMemory(pid: number): { stop(): number[] } {
  const samples: number[] = []
  const timer = setInterval(() => void residentMiB(pid).then(mib => samples.push(mib)), 1000)
  return {
    stop() {
      clearInterval(timer)
      return samples
    },
  }
}

/** Least-squares slope of samples taken once a second, per minute. */
export function slopePerMinute(samples: readonly number[]): number {
  const n = samples.length
  const meanX = (n - 1) / 2
  const meanY = samples.reduce((sum, y) => sum + y, 0) / n
  let [above, below] = [0, 0]
  for (const [x, y] of samples.entries()) {
    above += (x - meanX) * (y - meanY)
    below += (x - meanX) ** 2
  }
  return (above / below) * 60
}
