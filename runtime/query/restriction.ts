import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Registry } from "../pipeline/registry.ts"
import { metricNamed } from "./catalogue.ts"
import type { StoredMetric } from "./states.ts"

/** One value of one dimension, to which a question is restricted: by its `filter`, or by the widget token that asks. */
export interface Restriction {
  dim: string
  key: string
}

/** Where a question's cells stand: `key` picks one key; with `side` the keys are pairs and that half is restricted. */
export interface Slice {
  dim: string
  key?: string
  side?: "first" | "second"
}

/**
 * The cells that answer a question by a dimension (`""`: in total) under a restriction; undefined where a metric keeps
 * no cells for both at once.
 */
export function sliceOf(plugin: StoredMetric, by: string, only: Restriction | undefined): Slice | undefined {
  if (!only) return by === "" ? { dim: "", key: "" } : { dim: by }
  if (by === "" || by === only.dim) return { ...only }
  const names = declared(plugin)
  if (names.includes(`${only.dim},${by}`)) return { dim: `${only.dim},${by}`, side: "first" }
  return names.includes(`${by},${only.dim}`) ? { dim: `${by},${only.dim}`, side: "second" } : undefined
}

/** What a metric can be split by and restricted to; a derived one by what all its parts can. Pairs are no dimension. */
export function dimensionsOf(plugin: Plugin, registry: Registry): readonly string[] {
  if (plugin.kind !== "derived") return declared(plugin).filter(dim => !dim.includes(","))
  const [first = [], ...others] = plugin.of.map(name => dimensionsOf(metricNamed(registry, name), registry))
  return first.filter(dim => others.every(dimensions => dimensions.includes(dim)))
}

/** Whether the cells under a restriction stand by themselves for each of these dimensions, in all parts of a metric. */
export function keepsBoth(plugin: Plugin, by: string, only: Restriction, registry: Registry): boolean {
  if (plugin.kind !== "derived") return sliceOf(plugin, by, only) !== undefined
  return plugin.of.every(name => keepsBoth(metricNamed(registry, name), by, only, registry))
}

function declared(plugin: StoredMetric): readonly string[] {
  return plugin.kind === "event" ? Object.keys(plugin.by ?? {}) : (plugin.by ?? [])
}
