import { basename, extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Alert } from "../plugins/kit/alert.ts"
import type { Channel } from "../plugins/kit/channel.ts"
import type { DerivedMetric } from "../plugins/kit/derived.ts"
import * as kit from "../plugins/kit/index.ts"
import type { Plugin } from "../plugins/kit/plugin.ts"
import { pluginFiles, widgetFiles } from "./plugins/files.ts"
import { problemOf } from "./plugins/problem.ts"
import { problemOfChange } from "./plugins/shape.ts"
import { sourceOf } from "./plugins/source.ts"

/** A file that looked like a plugin and is none: named with its path, and harmless to the rest. */
export interface LoadFailure {
  path: string
  message: string
  /** The version of it that was loaded before is still in use. */
  isKept?: true
}

export interface LoadedPlugin {
  path: string
  plugin: Plugin
}

/** An element that shows what a plugin of its name counts: bundled for browsers, never loaded here. */
export interface PluginWidget {
  name: string
  path: string
  /** Changes with its source. */
  digest: string
}

export interface Loaded {
  /** Metrics. */
  plugins: LoadedPlugin[]
  alerts: { path: string; plugin: Alert }[]
  channels: { path: string; plugin: Channel }[]
  widgets: PluginWidget[]
  failures: LoadFailure[]
}

export type AnyPlugin = Plugin | Alert | Channel

/** Everything that loaded, of whatever kind. */
export const entriesOf = ({ plugins, alerts, channels }: Loaded): { path: string; plugin: AnyPlugin }[] => [
  ...plugins,
  ...alerts,
  ...channels,
]

/** The plugins that ShopStream comes with. */
export const OWN_PLUGINS = join(import.meta.dir, "../plugins")

// A plugin file may lie in any folder, where no package resolves: its kit is this process's kit.
Bun.plugin({
  name: "shopstream-kit",
  setup(build) {
    build.module("@shopstream/plugins", () => ({ exports: { ...kit }, loader: "object" }))
  },
})

/**
 * Loads every plugin of the given folders: files at the top, in `metrics/`, `alerts/` and `channels/`. Bad files are
 * reported, never thrown. The first of two plugins of a kind with one name stays. Widgets of plugins are found in `widgets/`.
 * @param former what a file was when it was loaded before: it stays where the file is broken now
 */
export async function loadPlugins(
  folders: readonly string[],
  former: (path: string) => AnyPlugin | undefined = () => undefined,
): Promise<Loaded> {
  const loaded: Loaded = { plugins: [], alerts: [], channels: [], widgets: [], failures: [] }
  for (const folder of folders) {
    try {
      for (const path of await pluginFiles(folder)) await load(path, loaded, former(path))
    } catch (error) {
      loaded.failures.push({ path: folder, message: `expected a folder of plugins: ${messageOf(error)}` })
    }
  }
  refuseBroken(loaded)
  for (const folder of folders) for (const path of await widgetFiles(folder)) await keepWidget(path, loaded)
  return loaded
}

/** Derived metrics need what they are made of, and must end somewhere: taking one out may break another, so until none is. */
function refuseBroken(loaded: Loaded): void {
  const metrics = new Map(loaded.plugins.map(({ plugin }) => [plugin.name, plugin]))
  for (const { path, plugin } of loaded.plugins) {
    const message = plugin.kind === "derived" ? brokenness(plugin, metrics) : undefined
    if (!message) continue
    loaded.failures.push({ path, message })
    loaded.plugins = loaded.plugins.filter(other => other.plugin !== plugin)
    refuseBroken(loaded)
    return
  }
}

function brokenness(
  metric: DerivedMetric,
  metrics: ReadonlyMap<string, Plugin>,
  above: string[] = [],
): string | undefined {
  for (const name of metric.of) {
    const part = metrics.get(name)
    if (!part) return `made of ${name}, which no loaded plugin defines`
    if ([...above, metric.name].includes(name)) return `made of itself: ${[...above, metric.name, name].join(" → ")}`
    const broken = part.kind === "derived" ? brokenness(part, metrics, [...above, metric.name]) : undefined
    if (broken) return broken
  }
  return undefined
}

/** Keeps a plugin among its kind. @returns whether its name was free */
function keep(loaded: Loaded, path: string, plugin: AnyPlugin): boolean {
  const isTaken = (kept: readonly { plugin: AnyPlugin }[]) => kept.some(other => other.plugin.name === plugin.name)
  const { plugins, alerts, channels } = loaded
  if (plugin.kind === "alert") return !isTaken(alerts) && alerts.push({ path, plugin }) > 0
  if (plugin.kind === "channel") return !isTaken(channels) && channels.push({ path, plugin }) > 0
  return !isTaken(plugins) && plugins.push({ path, plugin }) > 0
}

async function keepWidget(path: string, loaded: Loaded): Promise<void> {
  const { widgets, failures } = loaded
  const name = basename(path, extname(path))
  const hasPlugin = entriesOf(loaded).some(({ plugin }) => plugin.name === name)
  const isTaken = widgets.some(widget => widget.name === name)
  if (hasPlugin && !isTaken) widgets.push({ name, path, digest: (await sourceOf(path)).digest })
  else if (isTaken) failures.push({ path, message: `a widget named "${name}" is there already` })
  else failures.push({ path, message: `a widget is named like its plugin, and no plugin named "${name}" is loaded` })
}

/** Loads a file; where it cannot be, its former version stays where there is one. */
async function load(path: string, loaded: Loaded, before: AnyPlugin | undefined): Promise<void> {
  const found = await pluginIn(path, before)
  if (typeof found === "string") {
    const isKept = before !== undefined && keep(loaded, path, before)
    loaded.failures.push({ path, message: found, ...(isKept && { isKept }) })
  } else if (!keep(loaded, path, found)) {
    loaded.failures.push({ path, message: `a plugin named "${found.name}" is loaded already` })
  }
}

/** @returns the plugin, or what is wrong with it */
async function pluginIn(path: string, before: AnyPlugin | undefined): Promise<AnyPlugin | string> {
  try {
    const { default: plugin } = (await import(pathToFileURL(path).href)) as { default?: unknown }
    return problemOf(plugin, path) ?? problemOfChange(before, plugin as AnyPlugin) ?? (plugin as AnyPlugin)
  } catch (error) {
    return messageOf(error)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
