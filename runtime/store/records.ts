import type { ShopEvent } from "../../sdk/event.ts"
import type { Offset, Poison } from "../log/log.ts"

/** Minutes since 1970 UTC. Cells are written per minute; hours and days are recomputed from them. */
export type Minute = number

/** Where a cell stands. The total of a metric has `dim` and `key` `""`. */
export interface CellId {
  shop: string
  metric: string
  minute: Minute
  /** Dimension, e.g. `country`; `""` for the total. */
  dim: string
  /** Value of the dimension, e.g. `DE`; `""` for the total. */
  key: string
}

/** Cells that stand together: those of one minute of one dimension of one metric of a shop. */
export type SliceId = Omit<CellId, "key">

/** A metric's folded state: JSON, or bytes for sketches. */
export type State = unknown

export interface Cell extends CellId {
  state: State
  /** The state as one number for SQL and BI users; null where it has none. Money: major units in the shop's currency. */
  value: number | null
}

/** A summary the pipeline keeps per session, per order or per visitor. `summary` is JSON. */
export interface EntityId {
  shop: string
  kind: "session" | "order" | "visitor"
  id: string
}

export interface Entity extends EntityId {
  summary: unknown
  /**
   * Event time of the latest change, epoch ms: retention goes by it. Of sessions and visitors it is the end of its hour,
   * and a visitor that only came again moves it once a day, since what is indexed costs twice to change.
   */
  updated: number
  /** How many times it has been saved; 0 for one that was not stored before. */
  rev: number
}

export interface RawEvent {
  shop: string
  source: "browser" | "server"
  received_at: string
  offset: Offset
  event: ShopEvent
  /** JSON of `event`, where the log had it at hand; what is read back comes without. */
  text?: string
}

export interface DeadLetter extends Poison {
  shop?: string
  offset: Offset
}

/** A dead letter as kept; writer and offset name it. */
export interface KeptLetter extends DeadLetter, Writer {
  /** ISO 8601; set once its record was sent to the log again. */
  resubmitted_at?: string
}

/** Who writes: the partition of a log (or, later, a backfill or an import). Each writer owns its own cells. */
export interface Writer {
  log: string
  partition: number
}

export interface Shop {
  id: string
  name: string
  /** ISO 4217. */
  currency: string
  /** IANA zone; days are cut in it. */
  timezone: string
  /** Whether refunds sent by browsers count. */
  browser_refunds: boolean
}

export type KeyKind = "write" | "ingest" | "read" | "admin"

/** An API key as kept. Secrets are kept as a hash; a public write key is kept as it is, for `keys list`. */
export interface KeyRecord {
  /** sha-256 of the whole key, hex. */
  hash: string
  shop: string
  kind: KeyKind
  /** What `keys list` shows: the whole write key, or a secret's first characters and `…`. */
  label: string
  /** Allowed origins of a write key; empty = any. */
  origins: string[]
  created_at: string
  revoked_at?: string
}

/** An hour or a day of one metric whose roll-up is behind its minutes. */
export interface Dirty {
  shop: string
  metric: string
  grain: "hour" | "day"
  /** Start, epoch ms. */
  t: number
}

export interface Incident {
  id: string
  code: string
  message: string
  at: string
}
