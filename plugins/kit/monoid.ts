import { additive } from "./aggregate/additive.ts"
import type { Aggregator } from "./metric.ts"
import type { Plugin } from "./plugin.ts"

/** How the states of a metric are put together and read. */
export type Monoid = Pick<Aggregator, "zero" | "merge" | "read">

/** An event metric brings its own monoid; sessions and orders contribute amounts of the metric's unit; derived metrics keep no state. */
export function monoidOf(plugin: Exclude<Plugin, { kind: "derived" }>): Monoid {
  return plugin.kind === "event" ? plugin : additive(plugin.unit)
}
