import { startServer } from "../../testing/server.ts"
import { percentile } from "../bench.ts"
import type { Order, Sent, Told } from "./generator.ts"
import { startProbe } from "./probe.ts"
import { account, watchMemory } from "./process.ts"

export interface Latency {
  samples: number
  p50: number
  p90: number
  p99: number
  max: number
}

export interface LoadReport extends Sent {
  /** POST to push, ms, in the shop under load and in a quiet one beside it. */
  latency: { busy: Latency; quiet: Latency }
  /** Records not yet in the numbers: the most that was seen, and when the last event had just been sent. */
  lag: { most: number; atEnd: number }
  /** Seconds from the last answer until nothing lagged. */
  caughtUp: number
  /** Resident memory of the server, MiB, once a second. */
  memory: number[]
  /** Processor seconds of the server per million events. */
  cpuPerMillion: number
  /** Share of the processors that neither the server nor this process used: noise. */
  disturbance: number
  /** What REST then answers, and what was sent. */
  orders: { counted: number; sent: number }
  productViews: { counted: number; sent: number }
}

/** What making up an event takes at most, and a moment more: the load begins when it is written down. */
export const PREPARE_MS = { perEvent: 0.03, atLeast: 1_000 }

/** In its first seconds under load a process compiles what is hot; latencies are told of what comes after. */
export const warmUpMs = (seconds: number): number => Math.min(15_000, (seconds * 1000) / 3)

/** Loads a runtime in a process of its own with a steady rate from a thread of this one, and probes it meanwhile. */
export async function runLoad({ seconds, rate }: { seconds: number; rate: number }): Promise<LoadReport> {
  const server = await startServer()
  try {
    const quietKeys = JSON.parse(await server.cli("shop", "create", "quiet", "--json")) as typeof server.keys
    const { url, keys, pid } = server
    const generator = startGenerator({
      ...{ url, key: keys.write, seed: "bench", seconds, rate },
      start: Date.now() + PREPARE_MS.atLeast + seconds * rate * PREPARE_MS.perEvent,
    })
    await generator.began

    const accounts = await account(pid)
    const memory = watchMemory(pid)
    const lag = watchLag(url)
    const busyProbe = await startProbe({ url, ...keys, warmUpMs: warmUpMs(seconds) })
    const quietProbe = await startProbe({ url, ...quietKeys, warmUpMs: warmUpMs(seconds) })
    const sent = await generator.sent
    const answered = performance.now()
    const atEnd = await lagOf(url)
    const [busy, quiet] = await Promise.all([busyProbe.stop(), quietProbe.stop()])
    await caughtUpWith(url)
    const caughtUp = (performance.now() - answered) / 1000
    const { process: cpu, disturbance } = await accounts()
    return {
      ...sent,
      latency: { busy: latencyOf(busy), quiet: latencyOf(quiet) },
      lag: { most: lag.stop(), atEnd },
      caughtUp,
      memory: memory.stop(),
      cpuPerMillion: cpu / (sent.events / 1e6),
      disturbance,
      orders: { counted: await answerOf("orders", server), sent: sent.expected.orders + busyProbe.posted },
      productViews: { counted: await answerOf("product_views", server), sent: sent.expected.productViews },
    }
  } finally {
    await server.dispose()
  }
}

export function startGenerator(order: Order): { began: Promise<void>; sent: Promise<Sent> } {
  const began = Promise.withResolvers<void>()
  const sent = Promise.withResolvers<Sent>()
  const thread = new Worker(new URL("./generator.ts", import.meta.url))
  thread.onmessage = ({ data }: MessageEvent<Told>) => {
    if ("began" in data) return began.resolve()
    sent.resolve(data.sent)
    thread.terminate()
  }
  thread.onerror = ({ message }) => {
    const failed = new Error(`the generator failed: ${message}`)
    began.reject(failed)
    sent.reject(failed)
  }
  thread.postMessage(order)
  return { began: began.promise, sent: sent.promise }
}

/** @throws Error when something still lags after a minute */
export async function caughtUpWith(url: string): Promise<void> {
  const giveUpAt = performance.now() + 60_000
  for (let lag = await lagOf(url); lag > 0; lag = await lagOf(url)) {
    if (performance.now() > giveUpAt)
      throw new Error(`${lag} events are still not in the numbers, a minute after the last`)
    await Bun.sleep(10)
  }
}

export async function lagOf(url: string): Promise<number> {
  return ((await (await fetch(`${url}/ready`)).json()) as { lag: number }).lag
}

/** Looks at the lag twice a second. @returns from `stop`: the most it saw */
export function watchLag(url: string): { stop(): number } {
  let most = 0
  const timer = setInterval(async () => {
    // Nobody answers any more when the load has failed, or a look comes after the end.
    most = Math.max(most, await lagOf(url).catch(() => 0))
  }, 500)
  return {
    stop() {
      clearInterval(timer)
      return most
    },
  }
}

export async function answerOf(
  metric: string,
  { url, keys }: { url: string; keys: { read: string } },
): Promise<number> {
  const headers = { authorization: `Bearer ${keys.read}` }
  const response = await fetch(`${url}/api/metrics/${metric}?minutes=60`, { headers })
  return ((await response.json()) as { data: { value: number } }).data.value
}

export function latencyOf(sorted: readonly number[]): Latency {
  const [p50, p90, p99, max] = [0.5, 0.9, 0.99, 1].map(share => percentile(sorted, share)) as [
    number,
    number,
    number,
    number,
  ]
  return { samples: sorted.length, p50, p90, p99, max }
}
