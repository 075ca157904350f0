import { paint, print, thousands } from "../cli/terminal.ts"
import type { Bench } from "./bench.ts"
import { type LoadReport, runLoad } from "./load/run.ts"

const STEP = 5_000
const PROMPT_MS = 100
/** A rate is kept up with when what lags at its end is less than this many seconds of it. */
const LAG_SECONDS = 0.5

const bench: Bench = {
  name: "ceiling",
  about: `the highest rate that is kept up with, and the highest with a POST-to-push p99 under ${PROMPT_MS} ms`,
  async run({ seconds, rate: first }) {
    let [keptUp, prompt, isPrompt] = [0, 0, true]
    for (let rate = first; ; rate += STEP) {
      const load = await runLoad({ seconds, rate })
      const fault = faultOf(load, rate)
      print(`  ${line(load, rate)}  ${fault ? paint.red(fault) : paint.green("kept up")}`)
      if (fault) break
      keptUp = rate
      isPrompt &&= load.latency.busy.p99 <= PROMPT_MS
      if (isPrompt) prompt = rate
    }
    print(`\n  kept up with ${thousands(keptUp)} events/s; p99 under ${PROMPT_MS} ms up to ${thousands(prompt)}`)
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

function faultOf({ accepted, seconds, refused, lag }: LoadReport, rate: number): string | undefined {
  if (refused > 0) return `${thousands(refused)} events refused`
  if (accepted / seconds < 0.97 * rate) return "the sender could not keep its rate"
  return lag.atEnd > LAG_SECONDS * rate ? "lag grew" : undefined
}
