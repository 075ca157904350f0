import { basename, join, relative, sep } from "node:path"
import type { Alert } from "../../plugins/kit/alert.ts"
import type { Channel } from "../../plugins/kit/channel.ts"
import type { BatchResult } from "../pipeline/batch.ts"
import type { AnyPlugin, Loaded } from "../plugins.ts"
import type { PluginAnswer } from "./answer.ts"
import { costOf } from "./cost.ts"

/** A plugin is failing so long after it last threw. */
const FAILING_MS = 15 * 60_000
/** Ten thousand events a second leave one core this long for each. */
const SLOW_MICROSECONDS = 100

export interface PluginHealth {
  /** A batch committed: takes over which metrics threw. */
  onCommit(result: Pick<BatchResult, "failures">): void
  /** The same alert, whose errors are noted before they go on. */
  watchedAlert(alert: Alert): Alert
  watchedChannel(channel: Channel): Channel
  /** How every plugin is, those that did not load included. */
  report(): Promise<PluginAnswer[]>
}

export interface PluginHealthOptions {
  loaded: Loaded
  /** Folders that plugins were loaded from; answers name no more of a path than lies below. */
  folders: readonly string[]
  /** Epoch ms. */
  clock(): number
}

/** Keeps what went wrong in plugins in this process, since its start. */
export function createPluginHealth({ loaded, folders, clock }: PluginHealthOptions): PluginHealth {
  const errors = new Map<string, { count: number; message: string; at: number }>()
  const everyPlugin: { path: string; plugin: AnyPlugin }[] = [...loaded.plugins, ...loaded.alerts, ...loaded.channels]
  let costs: Promise<ReadonlyMap<AnyPlugin, number>> | undefined

  function failed(key: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    errors.set(key, { count: (errors.get(key)?.count ?? 0) + 1, message, at: clock() })
  }

  function noting<T>(key: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      failed(key, error)
      throw error
    }
  }

  function answerOf({ path, plugin }: (typeof everyPlugin)[number], cost: number | undefined): PluginAnswer {
    const error = errors.get(keyOf(plugin))
    const isFailing = error !== undefined && clock() - error.at < FAILING_MS
    const isSlow = cost !== undefined && cost > SLOW_MICROSECONDS
    return {
      ...{ name: plugin.name, kind: plugin.kind, title: plugin.title, path: placeOf(path, folders) },
      state: isFailing ? "failing" : isSlow ? "slow" : "ok",
      errors: error?.count ?? 0,
      last_error: error ? { message: error.message, at: new Date(error.at).toISOString() } : null,
      microseconds_per_event: cost === undefined ? null : Math.round(cost * 100) / 100,
    }
  }

  return {
    onCommit({ failures }) {
      for (const [metric, error] of failures) failed(`metric ${metric}`, error)
    },
    watchedAlert: alert => ({
      ...alert,
      asks: config => noting(keyOf(alert), () => alert.asks(config)),
      judge: input => noting(keyOf(alert), () => alert.judge(input)),
    }),
    watchedChannel: channel => ({
      ...channel,
      async deliver(notice, delivery) {
        try {
          await channel.deliver(notice, delivery)
        } catch (error) {
          failed(keyOf(channel), error)
          throw error
        }
      },
    }),
    async report() {
      costs ??= measure(everyPlugin.map(({ plugin }) => plugin))
      const known = await costs
      return [
        ...everyPlugin.map(entry => answerOf(entry, known.get(entry.plugin))),
        ...loaded.failures.map(({ path, message }) =>
          refused(placeOf(path, folders), message.replaceAll(path, basename(path))),
        ),
      ]
    },
  }
}

const keyOf = ({ kind, name }: AnyPlugin): string =>
  `${kind === "alert" || kind === "channel" ? kind : "metric"} ${name}`

const refused = (path: string, message: string): PluginAnswer => ({
  ...{ name: basename(path).replace(/\.[jt]s$/, ""), path },
  ...{ state: "refused", errors: 1, last_error: { message, at: null }, microseconds_per_event: null },
})

/** Below the folder that it was loaded from, e.g. `my-plugins/metrics/big_orders.ts`. */
function placeOf(path: string, folders: readonly string[]): string {
  const folder = folders.find(folder => path.startsWith(folder + sep))
  return folder === undefined ? basename(path) : join(basename(folder), relative(folder, path))
}

/** One metric at a time, with room between them for what the process is there for. */
async function measure(plugins: readonly AnyPlugin[]): Promise<ReadonlyMap<AnyPlugin, number>> {
  const costs = new Map<AnyPlugin, number>()
  for (const plugin of plugins) {
    const cost = costOf(plugin)
    if (cost !== undefined) costs.set(plugin, cost)
    await new Promise(resolve => setImmediate(resolve))
  }
  return costs
}
