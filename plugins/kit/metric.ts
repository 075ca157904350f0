import type { EventType, ShopEvent } from "../../sdk/event.ts"

/** Version of the plugin API that this kit speaks. */
export const API_VERSION = 1

export type Unit = "money" | "count" | "percent" | "seconds"

/** What every plugin that has a number says of itself. */
export interface MetricHead {
  /** Equals the file's name; `^[a-z][a-z0-9_]{0,62}$`. It is the name in the API, the topics and the widgets. */
  name: string
  apiVersion: 1
  title: string
  unit: Unit
  /** One sentence for the catalogue: what is counted, and what is not. */
  description?: string
  /** Minutes looked back where a question names no window. Default 60. */
  window?: number
  /**
   * Minutes that a number needs to come to rest: a cart that was touched a moment ago is no abandoned one. Readers end
   * the metric's window that long before now, `to = min(to, now − settle)`. A derived metric takes its parts'. Default 0.
   */
  settle?: number
}

/**
 * How values of events are added up: a commutative monoid (`zero`, `merge`) with `add` to take one event in and `read`
 * to look at the result (cf. algebird's `Aggregator`).
 */
export interface Aggregator<State = unknown, Reading = unknown> {
  zero(): State
  /** Pure: no clock, no I/O, no change of `state`. */
  add(state: State, e: ShopEvent): State
  /** Associative and commutative, with `zero()` as identity; changes neither argument. */
  merge(a: State, b: State): State
  read(state: State): Reading
}

/** An aggregator that takes another form for some units: sums of money are kept per currency. */
export interface UnitAggregator<State, Reading> extends Aggregator<State, Reading> {
  inUnit(unit: Unit): Aggregator
}

/** Reads one dimension of an event; undefined leaves the event out of that dimension. */
export type Dimension = (e: ShopEvent) => string | undefined

/**
 * A metric over single events. It sees the event only; its states are JSON or bytes (`Uint8Array`), so they can be
 * stored, merged over minutes, hours and partitions, and read at any time.
 */
export interface Metric<State = unknown, Reading = unknown> extends MetricHead, Aggregator<State, Reading> {
  kind: "event"
  /** Event types it looks at; `["*"]` for all. */
  on: readonly EventType[]
  /** Dimensions it can be split by; `"country,city"` is a pair, keyed by `pair`. */
  by?: Readonly<Record<string, Dimension>>
  /** Whose events it looks at: `bots` sees only what was told to be none of a shopper's. Default `shoppers`. */
  audience?: "shoppers" | "bots"
}

type MetricSpec<State, Reading> = Omit<Metric<State, Reading>, "kind" | "apiVersion"> & {
  apiVersion?: 1
  inUnit?(unit: Unit): Aggregator
}

/**
 * Makes a metric over single events; the file's default export.
 * @example
 * export default defineMetric({
 *   name: "big_orders", title: "Big orders", unit: "count", on: ["purchase"],
 *   ...count(e => (e.total_amount ?? 0) >= 100),
 * })
 */
export function defineMetric<State, Reading>(spec: MetricSpec<State, Reading>): Metric<State, Reading> {
  const { inUnit, ...plain } = spec
  const metric = { apiVersion: API_VERSION, ...plain, kind: "event" } as const
  return inUnit ? ({ ...metric, ...inUnit(spec.unit) } as Metric<State, Reading>) : metric
}
