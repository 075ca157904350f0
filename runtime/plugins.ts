import { readdir } from "node:fs/promises"
import { basename, extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Alert } from "../plugins/kit/alert.ts"
import type { Channel } from "../plugins/kit/channel.ts"
import type { DerivedMetric } from "../plugins/kit/derived.ts"
import * as kit from "../plugins/kit/index.ts"
import type { Plugin } from "../plugins/kit/plugin.ts"
import { problemOfName } from "./plugins/names.ts"

/** A file that looked like a plugin and is none: named with its path, and harmless to the rest. */
export interface LoadFailure {
  path: string
  message: string
}

export interface LoadedPlugin {
  path: string
  plugin: Plugin
}

export interface Loaded {
  /** Metrics. */
  plugins: LoadedPlugin[]
  alerts: { path: string; plugin: Alert }[]
  channels: { path: string; plugin: Channel }[]
  failures: LoadFailure[]
}

export type AnyPlugin = Plugin | Alert | Channel

/** The plugins that ShopStream comes with. */
export const OWN_PLUGINS = join(import.meta.dir, "../plugins")

/** Where plugins lie in a folder of plugins. */
const PLACES = ["", "metrics", "alerts", "channels"]
const KINDS: readonly AnyPlugin["kind"][] = ["event", "derived", "session", "order", "visitor", "alert", "channel"]
const SEVERITIES: readonly kit.Severity[] = ["info", "warning", "critical"]
const UNITS: readonly kit.Unit[] = ["money", "count", "percent", "seconds"]

// A plugin file may lie in any folder, where no package resolves: its kit is this process's kit.
Bun.plugin({
  name: "shopstream-kit",
  setup(build) {
    build.module("@shopstream/plugins", () => ({ exports: { ...kit }, loader: "object" }))
  },
})

/**
 * Loads every plugin of the given folders: files at the top, in `metrics/`, `alerts/` and `channels/`. Bad files are
 * reported, never thrown. The first of two plugins of a kind with one name stays.
 */
export async function loadPlugins(folders: readonly string[]): Promise<Loaded> {
  const loaded: Loaded = { plugins: [], alerts: [], channels: [], failures: [] }
  for (const folder of folders) {
    for (const path of await pluginFiles(folder, loaded.failures)) await load(path, loaded)
  }
  refuseBroken(loaded)
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

async function pluginFiles(folder: string, failures: LoadFailure[]): Promise<string[]> {
  const files: string[] = []
  for (const place of PLACES.map(name => join(folder, name))) {
    try {
      const entries = await readdir(place, { withFileTypes: true })
      files.push(...entries.filter(e => e.isFile() && isSource(e.name)).map(e => join(place, e.name)))
    } catch (error) {
      if (place === join(folder, ""))
        failures.push({ path: folder, message: `expected a folder of plugins: ${messageOf(error)}` })
    }
  }
  return files.sort()
}

const isSource = (name: string): boolean => /\.[jt]s$/.test(name) && !/\.(test|browser|d|config)\.[jt]s$/.test(name)

async function load(path: string, loaded: Loaded): Promise<void> {
  try {
    const { default: plugin } = (await import(pathToFileURL(path).href)) as { default?: unknown }
    const problem = problemOf(plugin, path)
    if (problem) loaded.failures.push({ path, message: problem })
    else if (!keep(loaded, path, plugin as AnyPlugin)) {
      loaded.failures.push({ path, message: `a plugin named "${(plugin as AnyPlugin).name}" is loaded already` })
    }
  } catch (error) {
    loaded.failures.push({ path, message: messageOf(error) })
  }
}

/** What is wrong with a default export, in a sentence; undefined when nothing is. */
function problemOf(plugin: unknown, path: string): string | undefined {
  if (typeof plugin !== "object" || plugin === null) return "expected a default export made by a define… function"
  const { name, kind, apiVersion, title } = plugin as Partial<AnyPlugin>
  const expected = basename(path, extname(path))
  if (!KINDS.includes(kind as AnyPlugin["kind"])) return "expected a default export made by a define… function"
  if (apiVersion !== kit.API_VERSION) return `speaks plugin API ${apiVersion}; this runtime speaks ${kit.API_VERSION}`
  const badName = problemOfName(name)
  if (badName) return badName
  if (name !== expected) return `name: expected the file's own name "${expected}", got "${name}"`
  if (typeof title !== "string" || title === "") return "title: expected a text"
  if (kind === "alert") return problemOfAlert(plugin)
  return kind === "channel" ? problemOfChannel(plugin) : problemOfUnit(plugin)
}

function problemOfAlert(plugin: object): string | undefined {
  const { severity, asks, judge } = plugin as Partial<Alert>
  if (!SEVERITIES.includes(severity as kit.Severity)) {
    return `severity: expected one of ${SEVERITIES.join(", ")}, got ${JSON.stringify(severity)}`
  }
  if (typeof asks !== "function") return "asks: expected a function from the settings to questions"
  if (typeof judge !== "function") return "judge: expected a function from readings to findings"
  return problemOfUnit(plugin) ?? problemOfSettings(plugin)
}

function problemOfChannel(plugin: object): string | undefined {
  const { deliver } = plugin as Partial<Channel>
  return typeof deliver === "function"
    ? problemOfSettings(plugin)
    : "deliver: expected a function that takes a notice to people"
}

function problemOfUnit(plugin: object): string | undefined {
  const { unit } = plugin as Partial<Plugin>
  if (UNITS.includes(unit as kit.Unit)) return undefined
  return `unit: expected one of ${UNITS.join(", ")}, got ${JSON.stringify(unit)}`
}

function problemOfSettings(plugin: object): string | undefined {
  const { settings } = plugin as Partial<Alert>
  if (typeof settings?.["~standard"]?.validate === "function") return undefined
  return "settings: expected a schema of a library that speaks Standard Schema, or fields({ … })"
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
