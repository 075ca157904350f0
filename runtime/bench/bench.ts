/** One benchmark. Each stands in a file of its own; `all.ts` runs them. */
export interface Bench {
  /** The file's name, by which it is asked for. */
  name: string
  /** What it measures, in one line. */
  about: string
  run(options: BenchOptions): Promise<void>
}

export interface BenchOptions {
  /** How long a load lasts. */
  seconds: number
  /** Events per second, where a load has a fixed rate. */
  rate: number
  /** Folder of the Numenta benchmark, for the bench of alerts. */
  nab?: string
  /** Whether alerts are tried on the seeds that they are tuned on, not on those that are reported. */
  tuning?: boolean
  /** Whether to say where the processor time goes, for the distributed load. */
  profile?: boolean
  /** Whether the database of the distributed load has TimescaleDB. */
  timescaledb?: boolean
  /** Stored events, for the bench of queries: a column of its table for each number. */
  events?: readonly number[]
  /** `sqlite`, `postgres` or `both`, for the bench of queries. */
  store?: string
  /** A PostgreSQL database for the bench of queries; absent: a server is started for it. */
  url?: string
  /** Folder in which the bench of queries keeps what it filled, to ask again. */
  keep?: string
}

/** Microseconds of processor time that this process, all its threads, spent on each of `n` things while `work` ran. */
export async function measured(
  n: number,
  work: () => Promise<void>,
): Promise<{ perSecond: number; cpuMicros: number }> {
  Bun.gc(true)
  const before = process.cpuUsage()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  return { perSecond: n / seconds, cpuMicros: (user + system) / n }
}

/** The value that a share of the sorted values stays within, e.g. `0.99`. NaN when there are none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
