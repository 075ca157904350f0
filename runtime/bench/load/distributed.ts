import { type Installation, install } from "../../testing/installation.ts"
import { profiling, type Recorded } from "../profile/profiling.ts"
import { startProbe } from "./probe.ts"
import { cpuSecondsOfTree } from "./process.ts"
import {
  answerOf,
  caughtUpWith,
  type Latency,
  type LoadReport,
  lagOf,
  latencyOf,
  PREPARE_MS,
  startGenerator,
  warmUpMs,
  watchLag,
} from "./run.ts"

/** Who is measured apart; the last is this process, which sends and looks on, on the same processors. */
export const PARTS = ["collector", "broker", "worker", "api", "database", "generator"] as const
export type Part = (typeof PARTS)[number]

export interface DistributedReport extends Omit<LoadReport, "memory" | "cpuPerMillion" | "disturbance" | "latency"> {
  latency: { busy: Latency; quiet: Latency }
  /** Processor seconds per million events, once programs have compiled what is hot. */
  cpuPerMillion: Record<Part, number>
  /** Busy processors in the same time, all parts together. */
  busy: number
  /** Where they went, where that was asked for. */
  profile?: Recorded
}

export interface DistributedLoad {
  seconds: number
  rate: number
  /** Whether to say where the processor time went; saying so takes some of its own. */
  profile?: boolean
  /** Whether the database has TimescaleDB. */
  timescaledb?: boolean
}

/**
 * Loads a collector, a worker and an API, each a process of its own on a real broker and a real database, with a steady
 * rate from a thread of this one.
 * @throws Error that says what is missing here
 */
export async function runDistributedLoad(load: DistributedLoad): Promise<DistributedReport> {
  const libraries = [...(load.timescaledb ? ["timescaledb"] : []), ...(load.profile ? ["pg_stat_statements"] : [])]
  // Written through to the disk as in production: pages whole after each checkpoint, the WAL synced.
  const settings: Record<string, string> = libraries.length > 0 ? { shared_preload_libraries: libraries.join() } : {}
  const installation = await install({ durable: true, settings })
  if ("missing" in installation) throw new Error(installation.missing)
  try {
    return await measure(installation, load)
  } finally {
    await installation.stop()
  }
}

async function measure(installation: Installation, load: DistributedLoad): Promise<DistributedReport> {
  const { keys } = installation
  const quietKeys = JSON.parse(await installation.run("shop", "create", "quiet", "--json")) as typeof keys
  const profile = load.profile ? await profiling() : undefined
  const worker = await installation.start("worker", profile?.flagsFor("worker"))
  const [collector, api] = await Promise.all([
    installation.start("collector", profile?.flagsFor("collector")),
    installation.start("api"),
  ])
  const pids = { ...installation.pids, collector: collector.pid, worker: worker.pid, api: api.pid }

  const generator = startGenerator({
    ...{ url: collector.url, key: keys.write, seed: "bench", seconds: load.seconds, rate: load.rate },
    start: Date.now() + PREPARE_MS.atLeast + load.seconds * load.rate * PREPARE_MS.perEvent,
  })
  await generator.began
  const lag = watchLag(worker.url)
  const ways = { url: collector.url, liveUrl: api.url, warmUpMs: warmUpMs(load.seconds) }
  const busyProbe = await startProbe({ ...ways, write: keys.write, read: keys.read })
  const quietProbe = await startProbe({ ...ways, write: quietKeys.write, read: quietKeys.read })
  await Bun.sleep(warmUpMs(load.seconds))
  await profile?.begin(pids, installation.databaseUrl)
  const [before, warm] = [await cpuOf(pids), performance.now()]
  const sent = await generator.sent
  const answered = performance.now()
  const atEnd = await lagOf(worker.url)
  const [busy, quiet] = await Promise.all([busyProbe.stop(), quietProbe.stop()])
  await caughtUpWith(worker.url)
  const caughtUp = (performance.now() - answered) / 1000
  const [after, seconds] = [await cpuOf(pids), (performance.now() - warm) / 1000]
  const spent = perPart(part => after[part] - before[part])
  // What was sent in the time that is measured: the rate is kept whatever the answers.
  const events = sent.events - (load.rate * warmUpMs(load.seconds)) / 1000
  const numbers = { url: api.url, keys }
  return {
    ...sent,
    ...(profile ? { profile: await profile.end({ collector, worker }, events) } : {}),
    latency: { busy: latencyOf(busy), quiet: latencyOf(quiet) },
    lag: { most: lag.stop(), atEnd },
    caughtUp,
    cpuPerMillion: perPart(part => spent[part] / (events / 1e6)),
    busy: PARTS.reduce((sum, part) => sum + spent[part], 0) / seconds,
    orders: { counted: await answerOf("orders", numbers), sent: sent.expected.orders + busyProbe.posted },
    productViews: { counted: await answerOf("product_views", numbers), sent: sent.expected.productViews },
  }
}

async function cpuOf(pids: Record<Exclude<Part, "generator">, number>): Promise<Record<Part, number>> {
  const { user, system } = process.cpuUsage()
  const seconds = await Promise.all(Object.values(pids).map(cpuSecondsOfTree))
  const parts = Object.keys(pids).map((part, i) => [part, seconds[i]!] as const)
  return { ...(Object.fromEntries(parts) as Record<keyof typeof pids, number>), generator: (user + system) / 1e6 }
}

function perPart<T>(value: (part: Part) => T): Record<Part, T> {
  return Object.fromEntries(PARTS.map(part => [part, value(part)])) as Record<Part, T>
}
