import { readdir } from "node:fs/promises"
import { basename, extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { DerivedMetric } from "../plugins/kit/derived.ts"
import * as kit from "../plugins/kit/index.ts"
import type { Plugin } from "../plugins/kit/plugin.ts"

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
  plugins: LoadedPlugin[]
  failures: LoadFailure[]
}

const KINDS: readonly Plugin["kind"][] = ["event", "derived", "session", "order"]
const UNITS: readonly kit.Unit[] = ["money", "count", "percent", "seconds"]
const NAME = /^[a-z][a-z0-9_]{0,62}$/
/** Paths under /api/metrics/ that are not metrics. */
const RESERVED = new Set(["live", "products", "funnel", "geographic", "alerts"])

// A plugin file may lie in any folder, where no package resolves: its kit is this process's kit.
Bun.plugin({
  name: "shopstream-kit",
  setup(build) {
    build.module("@shopstream/plugins", () => ({ exports: { ...kit }, loader: "object" }))
  },
})

/**
 * Loads every plugin of the given folders: files at the top and in `metrics/`. Bad files are reported, never thrown.
 * The first of two plugins with one name stays.
 */
export async function loadPlugins(folders: readonly string[]): Promise<Loaded> {
  const loaded: Loaded = { plugins: [], failures: [] }
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

const named = (loaded: Loaded, name: string): boolean => loaded.plugins.some(({ plugin }) => plugin.name === name)

async function pluginFiles(folder: string, failures: LoadFailure[]): Promise<string[]> {
  const files: string[] = []
  for (const place of [folder, join(folder, "metrics")]) {
    try {
      const entries = await readdir(place, { withFileTypes: true })
      files.push(...entries.filter(e => e.isFile() && isSource(e.name)).map(e => join(place, e.name)))
    } catch (error) {
      if (place === folder)
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
    else if (named(loaded, (plugin as Plugin).name)) {
      loaded.failures.push({ path, message: `a plugin named "${(plugin as Plugin).name}" is loaded already` })
    } else loaded.plugins.push({ path, plugin: plugin as Plugin })
  } catch (error) {
    loaded.failures.push({ path, message: messageOf(error) })
  }
}

/** What is wrong with a default export, in a sentence; undefined when nothing is. */
function problemOf(plugin: unknown, path: string): string | undefined {
  if (typeof plugin !== "object" || plugin === null) return "expected a default export made by a define… function"
  const { name, kind, apiVersion, unit, title } = plugin as Partial<Plugin>
  const expected = basename(path, extname(path))
  if (!KINDS.includes(kind as Plugin["kind"])) return "expected a default export made by a define… function"
  if (apiVersion !== kit.API_VERSION) return `speaks plugin API ${apiVersion}; this runtime speaks ${kit.API_VERSION}`
  if (typeof name !== "string" || !NAME.test(name)) return `name: expected ${NAME.source}, got ${JSON.stringify(name)}`
  if (name !== expected) return `name: expected the file's own name "${expected}", got "${name}"`
  if (RESERVED.has(name)) return `name: "${name}" is taken by the API, choose another`
  if (typeof title !== "string" || title === "") return "title: expected a text"
  if (!UNITS.includes(unit as kit.Unit)) return `unit: expected one of ${UNITS.join(", ")}, got ${JSON.stringify(unit)}`
  return undefined
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
