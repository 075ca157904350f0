import { basename, join, relative, sep } from "node:path"
import type { Alert } from "../../plugins/kit/alert.ts"
import type { Channel } from "../../plugins/kit/channel.ts"
import { scriptOf } from "../pages/plugin-widgets.ts"
import type { RoundResult } from "../pipeline/round.ts"
import { type AnyPlugin, entriesOf, type Loaded, type LoadFailure, type PluginWidget } from "../plugins.ts"
import type { PluginAnswer } from "./answer.ts"
import type { Breaker } from "./breaker.ts"
import { Costs } from "./cost.ts"

/** A plugin is failing so long after it last threw. */
const FAILING_MS = 15 * 60_000
/** Ten thousand events a second leave one core this long for each. */
const SLOW_MICROSECONDS = 100

export interface PluginHealth {
  /** A batch committed: takes over which metrics threw. */
  onCommit(result: Pick<RoundResult, "failures" | "missed">): void
  /** The same alert, whose errors are noted before they go on. */
  watchedAlert(alert: Alert): Alert
  watchedChannel(channel: Channel): Channel
  /** Told how bundling a widget went; `error` is absent where it went well. */
  onBundled(widget: PluginWidget, error?: unknown): void
  /** Others are loaded now; what went wrong in those that changed is forgotten. */
  replace(loaded: Loaded): void
  /** How every plugin is, those that did not load included. */
  report(): Promise<PluginAnswer[]>
}

export interface PluginHealthOptions {
  loaded: Loaded
  /** Folders that plugins were loaded from; answers name no more of a path than lies below. */
  folders: readonly string[]
  /** Epoch ms. */
  clock(): number
  /** Who leaves out metrics of this process; absent where it folds nothing. */
  breaker?: Pick<Breaker, "stateOf" | "retryOf">
}

/** Keeps what went wrong in plugins in this process, since its start. */
export function createPluginHealth({ folders, clock, breaker, ...start }: PluginHealthOptions): PluginHealth {
  let { loaded } = start
  const errors = new Map<string, { count: number; message: string; at: number }>()
  /** Why a widget cannot be served, by its path. */
  const unbundled = new Map<string, string>()
  /** Events that a metric did not count, by its name. */
  const missed = new Map<string, number>()
  const costs = new Costs()

  function failed(key: string, error: unknown): void {
    errors.set(key, { count: (errors.get(key)?.count ?? 0) + 1, message: messageOf(error), at: clock() })
  }

  function noting<T>(key: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      failed(key, error)
      throw error
    }
  }

  /** Of a metric first: where an alert has the same name, the widget is the metric's. */
  function widgetOf({ plugin }: Entry): PluginAnswer["widget"] {
    const widget = loaded.widgets.find(({ name }) => name === plugin.name)
    if (!widget || entriesOf(loaded).find(({ plugin: { name } }) => name === plugin.name)?.plugin !== plugin)
      return null
    return { script: scriptOf(widget.name), error: unbundled.get(widget.path) ?? null }
  }

  function answerOf({ path, plugin }: Entry, cost: number | undefined): PluginAnswer {
    const error = errors.get(keyOf(plugin))
    const widget = widgetOf({ path, plugin })
    const isFailing = error !== undefined && clock() - error.at < FAILING_MS
    const isSlow = cost !== undefined && cost > SLOW_MICROSECONDS
    const isPaused = (breaker?.stateOf(plugin) ?? "closed") !== "closed"
    const broken = loaded.failures.find(failure => failure.isKept && failure.path === path)
    return {
      ...{ name: plugin.name, kind: plugin.kind, title: plugin.title, path: placeOf(path, folders) },
      state: isPaused ? "paused" : broken ? "outdated" : isFailing ? "failing" : isSlow ? "slow" : "ok",
      errors: error?.count ?? 0,
      last_error: broken
        ? { message: withoutPath(broken), at: null }
        : error
          ? { message: error.message, at: new Date(error.at).toISOString() }
          : null,
      microseconds_per_event: cost === undefined ? null : Math.round(cost * 100) / 100,
      paused_until: isPaused ? new Date(breaker!.retryOf(plugin)!).toISOString() : null,
      missed: isMetric(plugin) ? (missed.get(plugin.name) ?? 0) : 0,
      widget,
    }
  }

  return {
    onCommit(result) {
      for (const [metric, error] of result.failures) failed(`metric ${metric}`, error)
      for (const [metric, count] of result.missed) missed.set(metric, (missed.get(metric) ?? 0) + count)
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
    onBundled({ path }, error) {
      if (error === undefined) unbundled.delete(path)
      else unbundled.set(path, withoutPath({ path, message: messageOf(error) }))
    },
    replace(others) {
      const kept = new Set(entriesOf(others).map(({ plugin }) => plugin))
      for (const { plugin } of entriesOf(loaded)) if (!kept.has(plugin)) errors.delete(keyOf(plugin))
      loaded = others
    },
    async report() {
      const entries = entriesOf(loaded)
      const refusals = loaded.failures.filter(({ isKept }) => !isKept)
      const known = await costs.of(entries.map(({ plugin }) => plugin))
      return [
        ...entries.map((entry, i) => answerOf(entry, known[i])),
        ...refusals.map(failure => refused(placeOf(failure.path, folders), withoutPath(failure))),
      ]
    },
  }
}

type Entry = ReturnType<typeof entriesOf>[number]

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Where files lie on this machine is nobody's business. */
const withoutPath = ({ path, message }: LoadFailure): string => message.replaceAll(path, basename(path))

const isMetric = ({ kind }: AnyPlugin): boolean => kind !== "alert" && kind !== "channel"

const keyOf = (plugin: AnyPlugin): string => `${isMetric(plugin) ? "metric" : plugin.kind} ${plugin.name}`

const refused = (path: string, message: string): PluginAnswer => ({
  ...{ name: basename(path).replace(/\.[jt]s$/, ""), path },
  ...{ state: "refused", errors: 1, last_error: { message, at: null }, microseconds_per_event: null },
  ...{ paused_until: null, missed: 0, widget: null },
})

/** Below the folder that it was loaded from, e.g. `my-plugins/metrics/big_orders.ts`. */
function placeOf(path: string, folders: readonly string[]): string {
  const folder = folders.find(folder => path.startsWith(folder + sep))
  return folder === undefined ? basename(path) : join(basename(folder), relative(folder, path))
}
