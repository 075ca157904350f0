import { additive } from "./aggregate/additive.ts"
import type { DerivedMetric } from "./derived.ts"
import type { Aggregator } from "./metric.ts"
import type { MoneyReading } from "./money.ts"
import type { Plugin } from "./plugin.ts"

/** A metric that keeps states; derived ones keep none. */
export type StoredMetric = Exclude<Plugin, DerivedMetric>

/** How the states of a metric are put together and read. */
export type Monoid = Pick<Aggregator, "zero" | "merge" | "read">

/** An event metric brings its own monoid; sessions and orders contribute amounts of the metric's unit. */
export function monoidOf(plugin: StoredMetric): Monoid {
  return plugin.kind === "event" ? plugin : additive(plugin.unit)
}

/**
 * A state as one number, for SQL and for widgets; null where it has none. Money: major units of `currency`, whatever is
 * in other currencies left out.
 */
export function numberOf(plugin: StoredMetric, state: unknown, currency: string | undefined): number | null {
  const reading = monoidOf(plugin).read(state)
  if (isMoney(plugin, reading)) return currency === undefined ? null : (reading[currency] ?? 0)
  return typeof reading === "number" && Number.isFinite(reading) ? reading : null
}

/** Whether a reading is amounts by currency. */
export function isMoney(plugin: StoredMetric, reading: unknown): reading is MoneyReading {
  return plugin.unit === "money" && typeof reading === "object" && reading !== null
}
