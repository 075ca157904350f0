import { readFile } from "node:fs/promises"

/** Linux reports processor time in these, on every architecture. */
const TICKS_PER_SECOND = 100

/** Processor time a process has used so far, all threads, user and system. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8")
  // The second field is the command in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
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
