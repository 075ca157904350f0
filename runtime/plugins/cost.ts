import { goldenEvents } from "../../plugins/kit/testing/golden.ts"
import { readingOf } from "../../plugins/kit/testing/reading.ts"
import type { AnyPlugin } from "../plugins.ts"

const BATCHES = 5
const ROUNDS = 4

/**
 * What a metric costs per event: measured on the golden hour, apart from the pipeline, so that knowing it costs no
 * event anything. The quickest of a few batches, because whatever else the machine does only adds.
 * @returns microseconds; undefined for what sees no single events, and for a metric that throws
 */
export function costOf(plugin: AnyPlugin): number | undefined {
  if (plugin.kind === "alert" || plugin.kind === "channel" || plugin.kind === "derived") return undefined
  let least = Number.POSITIVE_INFINITY
  try {
    for (let batch = 0; batch < BATCHES; batch++) {
      const began = performance.now()
      for (let round = 0; round < ROUNDS; round++) readingOf(plugin)
      least = Math.min(least, performance.now() - began)
    }
  } catch {
    return undefined
  }
  return (least * 1000) / (ROUNDS * goldenEvents.length)
}
