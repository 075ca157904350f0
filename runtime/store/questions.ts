import type { CellId, Entity, EntityId, State } from "./records.ts"

export type Grain = "minute" | "hour" | "day"

/** A question for cells. Times are epoch ms, `[from, to)`, aligned to the grain by the caller. */
export interface CellQuery {
  shop: string
  metric: string
  dim: string
  /** Only this key; absent: every key of the dimension. */
  key?: string
  from: number
  to: number
}

/** One cell of one writer as read; a bucket has one row per writer, to be merged by the metric. */
export interface CellRow {
  /**
   * Start of the minute or of the rolled-up hour/day, epoch ms. After a change of zone, a day whose minutes are gone
   * still starts where it did.
   */
  t: number
  key: string
  state: State
}

/** Raw events of a shop in `[from, to)` by event time, epoch ms; of one session or of one order where it is named. */
export interface RawQuery {
  shop: string
  from: number
  to: number
  session?: string
  /** The shop's `order_id`: its purchases and refunds. */
  order?: string
}

/** Sessions or orders of a shop whose latest change lies in `[from, to)`, epoch ms. */
export interface EntityQuery {
  shop: string
  kind: EntityId["kind"]
  from: number
  to: number
}

/** What a cell holds: of its minute, or of the hour that begins with it, or of the part of one that a day's start cuts off. */
export interface Held extends CellId {
  grain: "minute" | "hour"
  state: State
}

/** Entities of one kind and the cells of one metric as they stood at one moment, each some at a time. */
export interface Snapshot {
  /** All of the kind, of every shop. */
  entities(): AsyncIterable<Entity[]>
  /**
   * All that is kept of the metric, of every shop and writer, each amount once: minutes, and hours whose minutes were
   * dropped. Of days whose hours were dropped nothing comes.
   */
  cells(): AsyncIterable<Held[]>
}

/** A part of a list, and where the next part begins; absent where the list ends. */
export interface Page<Row> {
  rows: Row[]
  /** The driver's own words, for the same question only. */
  next?: string
}
