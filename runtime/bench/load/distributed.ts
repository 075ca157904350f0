import { type Installation, install } from "../../testing/installation.ts"
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

/** Who is measured apart. */
export const PARTS = ["collector", "broker", "worker", "api", "database"] as const
export type Part = (typeof PARTS)[number]

export interface DistributedReport extends Omit<LoadReport, "memory" | "cpuPerMillion" | "disturbance" | "latency"> {
  latency: { busy: Latency; quiet: Latency }
  /** Processor seconds per million events. */
  cpuPerMillion: Record<Part, number>
}

/**
 * Loads a collector, a worker and an API, each a process of its own on a real broker and a real database, with a steady
 * rate from a thread of this one.
 * @throws Error that says what is missing here
 */
export async function runDistributedLoad(load: { seconds: number; rate: number }): Promise<DistributedReport> {
  const installation = await install()
  if ("missing" in installation) throw new Error(installation.missing)
  try {
    return await measure(installation, load)
  } finally {
    await installation.stop()
  }
}

async function measure(
  installation: Installation,
  load: { seconds: number; rate: number },
): Promise<DistributedReport> {
  const { keys } = installation
  const quietKeys = JSON.parse(await installation.run("shop", "create", "quiet", "--json")) as typeof keys
  const worker = await installation.start("worker")
  const [collector, api] = await Promise.all([installation.start("collector"), installation.start("api")])
  const pids = { ...installation.pids, collector: collector.pid, worker: worker.pid, api: api.pid }

  const generator = startGenerator({
    ...{ url: collector.url, key: keys.write, seed: "bench", ...load },
    start: Date.now() + PREPARE_MS.atLeast + load.seconds * load.rate * PREPARE_MS.perEvent,
  })
  await generator.began
  const before = await cpuOf(pids)
  const lag = watchLag(worker.url)
  const ways = { url: collector.url, liveUrl: api.url, warmUpMs: warmUpMs(load.seconds) }
  const busyProbe = await startProbe({ ...ways, write: keys.write, read: keys.read })
  const quietProbe = await startProbe({ ...ways, write: quietKeys.write, read: quietKeys.read })
  const sent = await generator.sent
  const answered = performance.now()
  const atEnd = await lagOf(worker.url)
  const [busy, quiet] = await Promise.all([busyProbe.stop(), quietProbe.stop()])
  await caughtUpWith(worker.url)
  const caughtUp = (performance.now() - answered) / 1000
  const after = await cpuOf(pids)
  const numbers = { url: api.url, keys }
  return {
    ...sent,
    latency: { busy: latencyOf(busy), quiet: latencyOf(quiet) },
    lag: { most: lag.stop(), atEnd },
    caughtUp,
    cpuPerMillion: perPart(part => (after[part] - before[part]) / (sent.events / 1e6)),
    orders: { counted: await answerOf("orders", numbers), sent: sent.expected.orders + busyProbe.posted },
    productViews: { counted: await answerOf("product_views", numbers), sent: sent.expected.productViews },
  }
}

async function cpuOf(pids: Record<Part, number>): Promise<Record<Part, number>> {
  const seconds = await Promise.all(PARTS.map(part => cpuSecondsOfTree(pids[part])))
  return perPart(part => seconds[PARTS.indexOf(part)]!)
}

function perPart<T>(value: (part: Part) => T): Record<Part, T> {
  return Object.fromEntries(PARTS.map(part => [part, value(part)])) as Record<Part, T>
}
