import { paint, print, thousands } from "../cli/terminal.ts"
import type { Bench } from "./bench.ts"
import { type LoadReport, runLoad } from "./load/run.ts"

const STEP = 5_000
const LATEST_MS = 100
/** A rate counts as sustained when what lags at its end is less than this many seconds of it. */
const LAG_SECONDS = 0.2

const bench: Bench = {
  name: "ceiling",
  about: `the highest rate without refusals and growing lag, and with a POST-to-push p99 under ${LATEST_MS} ms`,
  async run({ seconds, rate: first }) {
    let highest = 0
    for (let rate = first; ; rate += STEP) {
      const load = await runLoad({ seconds, rate })
      const fault = faultOf(load, rate)
      print(`  ${line(load, rate)}  ${fault ? paint.yellow(fault) : paint.green("sustained")}`)
      if (fault) break
      highest = rate
    }
    print(`\n  ceiling: ${highest === 0 ? `under ${thousands(first)}` : thousands(highest)} events/s`)
  },
}

export default bench

function line({ accepted, seconds, latency, lag, cpuPerMillion, disturbance }: LoadReport, rate: number): string {
  return [
    `${thousands(rate)}/s asked`,
    `${thousands(accepted / seconds)}/s taken`,
    `p99 ${latency.busy.p99.toFixed(0)} ms`,
    `lag ${thousands(lag.atEnd)}`,
    `${cpuPerMillion.toFixed(0)} s CPU per million`,
    `others ${(disturbance * 100).toFixed(0)} %`,
  ].join("  ")
}

function faultOf({ accepted, seconds, refused, latency, lag }: LoadReport, rate: number): string | undefined {
  if (refused > 0) return `${thousands(refused)} events refused`
  if (accepted / seconds < 0.97 * rate) return "did not keep up with the generator"
  if (lag.atEnd > LAG_SECONDS * rate) return "lag grew"
  return latency.busy.p99 > LATEST_MS ? `p99 over ${LATEST_MS} ms` : undefined
}
