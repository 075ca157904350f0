import { monoidOf } from "../../../plugins/kit/monoid.ts"
import type { Plugin } from "../../../plugins/kit/plugin.ts"
import { memoryLog } from "../../log/drivers/memory.ts"
import type { Log } from "../../log/log.ts"
import { startPipeline } from "../../pipeline/pipeline.ts"
import { createRegistry } from "../../pipeline/registry.ts"
import { memoryStore } from "../../store/drivers/memory.ts"
import type { Store } from "../../store/store.ts"
import { eventually } from "../../store/testing/eventually.ts"
import { shop } from "../../store/testing/rows.ts"

/** A log, a store, and workers that fold the one into the other with the given metrics. */
export interface Installation {
  log: Log
  store: Store
  /** Folds what is in the log, and ends. */
  fold(): Promise<void>
  /** What every metric reads over all time, in total and by every key: `{"revenue country DE": …}`. */
  numbers(): Promise<Record<string, unknown>>
}

export function installationWith(plugins: readonly Plugin[], store: Store = memoryStore()): Installation {
  const log = memoryLog()
  const stored = plugins.filter(plugin => plugin.kind !== "derived")
  return {
    ...{ log, store },
    async fold() {
      const pipeline = await startPipeline({
        ...{ log, store, registry: createRegistry(plugins), clock: Date.now, currencyOf: () => shop().currency },
        onCommit: () => {},
        onTrouble: error => {
          throw error
        },
      })
      await eventually(() => isFolded(store, log))
      await pipeline.stop()
    },
    async numbers() {
      const numbers: Record<string, unknown> = {}
      for (const metric of stored) {
        const { merge, read } = monoidOf(metric)
        const dims = Array.isArray(metric.by) ? metric.by : Object.keys(metric.by ?? {})
        for (const dim of ["", ...dims]) {
          const states = new Map<string, unknown>()
          const span = { from: 0, to: Date.UTC(2100, 0) }
          for (const { key, state } of await store.read(
            { shop: shop().id, metric: metric.name, dim, ...span },
            "minute",
          )) {
            states.set(key, states.has(key) ? merge(states.get(key), state) : state)
          }
          for (const [key, state] of states) numbers[`${metric.name} ${dim} ${key}`] = read(state)
        }
      }
      return numbers
    },
  }
}

async function isFolded(store: Store, log: Log): Promise<boolean> {
  for (const { partition, end } of await log.state()) {
    if (((await store.checkpoint({ log: log.id, partition })) ?? 0) < end) return false
  }
  return true
}
