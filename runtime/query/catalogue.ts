import type { Plugin } from "../../plugins/kit/plugin.ts"
import { nearest } from "../config/nearest.ts"
import { Refusal } from "../errors.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { CatalogueEntry } from "./answer.ts"

/** Minutes looked back where neither the question nor the metric names a window. */
export const DEFAULT_WINDOW = 60

/** @throws Refusal unknown_metric with the names that were probably meant */
export function metricNamed(registry: Registry, name: string): Plugin {
  const plugin = registry.metrics.get(name)
  if (plugin) return plugin
  const known = [...registry.metrics.keys()]
  const nearly = nearest(name, known)
  const near = nearly ? [nearly] : known.filter(other => other.includes(name) || name.includes(other))
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `expected one of ${known.join(", ")}`
  throw new Refusal("unknown_metric", `there is no metric ${JSON.stringify(name)}; ${hint}`, { near })
}

/** The metrics whose cells a metric is read from: itself, or a derived one's parts. */
export function storedBehind(plugin: Plugin, registry: Registry): string[] {
  if (plugin.kind !== "derived") return [plugin.name]
  return plugin.of.flatMap(name => storedBehind(metricNamed(registry, name), registry))
}

export function entryOf(plugin: Plugin, dimensions: readonly string[]): CatalogueEntry {
  const { name, title, unit, description, window = DEFAULT_WINDOW } = plugin
  return { name, title, unit, ...(description ? { description } : {}), window, dimensions: [...dimensions] }
}
