import type { Unit } from "../../plugins/kit/metric.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import type { Registry } from "../pipeline/registry.ts"
import { dimensionsOf, keepsBoth, type Restriction } from "./restriction.ts"
import type { StoredMetric } from "./states.ts"

/** Limits that a widget token puts on what its pages are told; keys have none. */

/** @throws Refusal metric_not_allowed when the token does not name the metric */
export function assertMayRead(principal: Principal, metric: string): void {
  if (!principal.metrics || principal.metrics.includes(metric)) return
  const allowed = principal.metrics.join(", ") || "none"
  throw new Refusal("metric_not_allowed", `this token reads ${allowed}, not ${metric}`, {
    metric,
    allowed: principal.metrics,
  })
}

/**
 * What a token is locked to: it sees that instead of the total.
 * @throws Refusal metric_not_allowed when the metric is not kept by that dimension, or the lock names several
 */
export function lockOf(principal: Principal, plugin: Plugin, registry: Registry): Restriction | undefined {
  const locks = Object.entries(principal.filters ?? {})
  const [lock] = locks
  if (!lock) return undefined
  const [dim, key] = lock
  if (locks.length === 1 && dimensionsOf(plugin, registry).includes(dim)) return { dim, key }
  const locked = locks.map(([name, value]) => `${name}=${value}`).join(" and ")
  throw new Refusal("metric_not_allowed", `this token is locked to ${locked}, and ${plugin.name} is not kept by that`)
}

/** Dimensions a principal may ask `by`: with a token locked to one value, those that are kept together with it. */
export function dimensionsFor(principal: Principal, plugin: Plugin, registry: Registry): readonly string[] {
  const dimensions = dimensionsOf(plugin, registry)
  const [lock] = Object.entries(principal.filters ?? {})
  if (!lock) return dimensions
  const [dim, key] = lock
  return dimensions.filter(by => keepsBoth(plugin, by, { dim, key }, registry))
}

/** What `filter` may name: a token that is locked can be restricted no further. */
export function filtersFor(principal: Principal, plugins: readonly Plugin[], registry: Registry): readonly string[] {
  if (Object.keys(principal.filters ?? {}).length > 0) return []
  const [first = [], ...others] = plugins.map(plugin => dimensionsOf(plugin, registry))
  return first.filter(dim => others.every(dimensions => dimensions.includes(dim)))
}

/** Whether a number may be told: counts below the token's minimum are withheld, zero like the others. */
export function mayTell({ minimum }: Principal, { unit }: StoredMetric, value: number): boolean {
  return minimum === undefined || unit !== "count" || value >= minimum
}

/**
 * Rounds to a multiple of what the token asks for. Percents go to one decimal: more digits of a ratio would give away
 * the counts that it is made of.
 */
export function rounded<Value extends number | null>({ round }: Principal, unit: Unit, value: Value): Value {
  if (value === null || !round) return value
  const multiple = unit === "percent" ? 0.1 : round
  return Number((Math.round(value / multiple) * multiple).toPrecision(12)) as Value
}
