import { paint, print, table, thousands } from "../cli/terminal.ts"
import type { Bench } from "./bench.ts"
import { EVENTS_PER_REQUEST } from "./load/bodies.ts"
import { slopePerMinute } from "./load/process.ts"
import { type Latency, type LoadReport, runLoad, warmUpMs } from "./load/run.ts"

/** A second half that rises by more than this share of its mean, per minute, is not flat. */
const FLAT = 0.03

const bench: Bench = {
  name: "end-to-end",
  about: "from POST /v1/events to the WebSocket push, on the embedded default, the generator on the same cores",
  async run({ seconds, rate }) {
    const warmUp = Math.round(warmUpMs(seconds) / 1000)
    print(
      `  ${thousands(rate)} events/s for ${seconds} s, ${EVENTS_PER_REQUEST} events a request; latencies after ${warmUp} s of warming up\n` +
        "  first the events are written down …\n",
    )
    report(await runLoad({ seconds, rate }))
  },
}

export default bench

function report(load: LoadReport): void {
  const rows = [
    ["events a second, achieved", `${thousands(load.accepted / load.seconds)} (${thousands(load.refused)} refused)`],
    ["POST to push, shop under load", shown(load.latency.busy)],
    ["POST to push, quiet shop beside it", shown(load.latency.quiet)],
    [
      "lag, in events",
      `most seen ${thousands(load.lag.most)}, at the end ${load.lag.atEnd}, 0 after ${load.caughtUp.toFixed(2)} s`,
    ],
    ["server memory", memory(load.memory)],
    ["server processor time per million events", `${load.cpuPerMillion.toFixed(1)} s`],
    ["processors used by others meanwhile", `${(load.disturbance * 100).toFixed(0)} %`],
    ["orders", exactness(load.orders)],
    ["product views", exactness(load.productViews)],
  ]
  print(table(["", ""], rows, ""))
}

export function shown({ samples, p50, p90, p99, max }: Latency): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return `p50 ${ms(p50)}  p90 ${ms(p90)}  p99 ${ms(p99)}  max ${ms(max)}  (${samples} probes)`
}

function memory(samples: readonly number[]): string {
  const half = samples.slice(samples.length >> 1)
  const slope = slopePerMinute(half)
  const isFlat = slope <= FLAT * (half.reduce((sum, mib) => sum + mib, 0) / half.length)
  const mib = (value: number) => `${Math.round(value)} MiB`
  return `first ${mib(samples[0]!)}  last ${mib(samples.at(-1)!)}  max ${mib(Math.max(...samples))}; second half ${slope >= 0 ? "+" : ""}${slope.toFixed(1)} MiB a minute: ${isFlat ? "flat" : "rising"}`
}

export function exactness({ counted, sent }: { counted: number; sent: number }): string {
  const verdict = counted === sent ? paint.green("exact") : paint.red(`off by ${counted - sent}`)
  return `${thousands(counted)} counted of ${thousands(sent)} sent: ${verdict}`
}
