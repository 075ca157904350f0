import type { Plugin } from "../../plugins/kit/plugin.ts"
import { nearest } from "../config/nearest.ts"
import { Refusal } from "../errors.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { CatalogueEntry } from "./answer.ts"

/** Minutes looked back where neither the question nor the metric names a window. */
export const DEFAULT_WINDOW = 60

/** Names under `/api/metrics/` that the API keeps for itself. */
const RESERVED = ["products/trending", "funnel", "geographic", "alerts"]

/** @throws Refusal unknown_metric with the names that were probably meant; not_found for a name kept for later */
export function metricNamed(registry: Registry, name: string): Plugin {
  const plugin = registry.metrics.get(name)
  if (plugin) return plugin
  if (RESERVED.includes(name)) throw new Refusal("not_found", `${name} is not served by this version`)
  const known = [...registry.metrics.keys()]
  const near = known.filter(other => nearest(name, [other]) || other.includes(name) || name.includes(other))
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `expected one of ${known.join(", ")}`
  throw new Refusal("unknown_metric", `there is no metric ${JSON.stringify(name)}; ${hint}`, { near })
}

/** What a metric can be split by; a derived one by what all its parts can. */
export function dimensionsOf(plugin: Plugin, registry: Registry): readonly string[] {
  if (plugin.kind === "event") return Object.keys(plugin.by ?? {})
  if (plugin.kind !== "derived") return plugin.by ?? []
  const [first = [], ...others] = plugin.of.map(name => dimensionsOf(metricNamed(registry, name), registry))
  return first.filter(dim => others.every(dimensions => dimensions.includes(dim)))
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
