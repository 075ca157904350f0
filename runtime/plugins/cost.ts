import { goldenEvents } from "../../plugins/kit/testing/golden.ts"
import { readingOf } from "../../plugins/kit/testing/reading.ts"
import type { AnyPlugin } from "../plugins.ts"

const ROUNDS = 20
/** One that is slow is known by fewer rounds: nobody shall wait for it that long. */
const ENOUGH_MS = 5

/**
 * What a metric costs per event: measured on the golden hour, apart from the pipeline, so that knowing it costs no
 * event anything. The quickest of a few rounds, because whatever else the machine does only adds.
 * @returns microseconds; undefined for what sees no single events, and for a metric that throws
 */
export function costOf(plugin: AnyPlugin): number | undefined {
  if (plugin.kind === "alert" || plugin.kind === "channel" || plugin.kind === "derived") return undefined
  let least = Number.POSITIVE_INFINITY
  const start = performance.now()
  try {
    for (let round = 0; round < ROUNDS && performance.now() < start + ENOUGH_MS; round++) {
      const began = performance.now()
      readingOf(plugin)
      least = Math.min(least, performance.now() - began)
    }
  } catch {
    return undefined
  }
  return (least * 1000) / goldenEvents.length
}

/** What plugins cost, each measured when it is first asked for: one after the other, with room between them for the rest. */
export class Costs {
  readonly #known = new WeakMap<AnyPlugin, number | undefined>()
  #measuring = Promise.resolve()

  /** Microseconds per event, in the order of the plugins. */
  async of(plugins: readonly AnyPlugin[]): Promise<(number | undefined)[]> {
    this.#measuring = this.#measuring.then(() => this.#measure(plugins))
    await this.#measuring
    return plugins.map(plugin => this.#known.get(plugin))
  }

  async #measure(plugins: readonly AnyPlugin[]): Promise<void> {
    for (const plugin of plugins) {
      if (this.#known.has(plugin)) continue
      this.#known.set(plugin, costOf(plugin))
      await new Promise(resolve => setImmediate(resolve))
    }
  }
}
