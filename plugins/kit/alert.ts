import type { StandardSchemaV1 } from "@standard-schema/spec"
import type { Verdict } from "./detect/verdict.ts"
import { API_VERSION, type Unit } from "./metric.ts"
import type { ConfigOf, Settings } from "./settings.ts"

export type Severity = "info" | "warning" | "critical"

/** What an alert wants to know: a metric in a window that ends now, or ended `ago` minutes ago. */
export interface Question {
  metric: string
  /** How long the window is. */
  minutes: number
  /** How many minutes ago it ended, for a baseline; 0, the running minute included, where absent. */
  ago?: number
  /** Adds a series; `1h` moves the window to whole hours, so that it is read once an hour. */
  step?: "1m" | "1h"
  /** Adds the top values of a dimension, at most 1,000. */
  by?: string
}

export interface Point {
  /** Start of the minute or hour, epoch ms. */
  t: number
  value: number
}

/** The answer to a question. */
export interface Reading {
  /** Over the whole window; money in major units of the shop's currency. null: there is no such number. */
  value: number | null
  /** The window, epoch ms. */
  from: number
  to: number
  /** Minutes of it that have passed; the running minute counts as far as it went. */
  elapsed: number
  /** Oldest first; buckets without an answer are left out. */
  series: readonly Point[]
  top: readonly { key: string; value: number }[]
}

/** What an alert thinks of one subject now. */
export interface Finding {
  /** What it is about where an alert watches several things, e.g. a product's id. Absent: the shop. */
  subject?: string
  /** `breach` fires, `normal` resolves, `between` (hysteresis) and `unknown` (too little to tell) leave all as it is. */
  verdict: Verdict
  /** Where it differs from the alert's own. */
  severity?: Severity
  value: number | null
  /** What was to be expected. */
  baseline: number | null
  /** Which time it speaks of, where that is not the window of the first question. */
  window?: Pick<Reading, "from" | "to">
  /** One sentence for people: what happened, compared with what. */
  message: string
}

export interface AlertInput<Config, Name extends string> {
  config: Config
  /** Epoch ms. */
  now: number
  readings: Readonly<Record<Name, Reading>>
}

/** A watch over committed numbers. The engine asks, keeps the life of what it finds, and tells the channels. */
export interface Alert<Config = unknown, Name extends string = string> {
  kind: "alert"
  /** Equals the file's name; `^[a-z][a-z0-9_]{0,62}$`. */
  name: string
  apiVersion: 1
  title: string
  description?: string
  severity: Severity
  /** The metric whose chart shows what it found. */
  metric: string
  /** Of `value` and `baseline`. */
  unit: Unit
  /** Minutes of silence after one was resolved, before the same can fire again. Default 30; a shop may set another. */
  cooldown?: number
  /** What a shop may set; its values are `config`. */
  settings: Settings<Config>
  /** Settings that are never shown. */
  secrets?: readonly string[]
  /** What it must know, by names of its own. */
  asks(config: Config): Readonly<Record<Name, Question>>
  /** Pure. A subject that fired and is not among the findings any more counts as normal. */
  judge(input: AlertInput<Config, Name>): readonly Finding[]
}

type AlertSpec<Schema extends StandardSchemaV1, Name extends string> = Omit<
  Alert<ConfigOf<Schema>, Name>,
  "kind" | "apiVersion" | "settings" | "secrets"
> & {
  apiVersion?: 1
  settings: Schema
  secrets?: readonly (keyof ConfigOf<Schema> & string)[]
}

/**
 * Makes an alert; the file's default export.
 * @example
 * export default defineAlert({
 *   name: "no_orders", title: "No orders", severity: "warning", metric: "orders", unit: "count",
 *   settings: fields({ minutes: number({ title: "Minutes", default: 60, min: 5, max: 1_440 }) }),
 *   asks: ({ minutes }) => ({ orders: { metric: "orders", minutes } }),
 *   judge: ({ config, readings: { orders } }) => [{
 *     verdict: orders.value === 0 ? "breach" : "normal", value: orders.value, baseline: null,
 *     message: `No orders for ${config.minutes} minutes.`,
 *   }],
 * })
 */
export function defineAlert<Schema extends StandardSchemaV1, const Name extends string>(
  spec: AlertSpec<Schema, Name>,
): Alert<ConfigOf<Schema>, Name> {
  return { apiVersion: API_VERSION, ...spec, kind: "alert" } as Alert<ConfigOf<Schema>, Name>
}
