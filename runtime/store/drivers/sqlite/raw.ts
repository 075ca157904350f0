import type { Database } from "bun:sqlite"
import type { Offset } from "../../../log/log.ts"
import type { Page, RawEvent, RawQuery, Writer } from "../../store.ts"
import { type ColumnsText, columnsOf, columnsText, linesOf, splitLines } from "./columns.ts"
import { shopsIn } from "./series.ts"

/** A raw event as a row: the event as JSON text, beside the columns taken from it. */
export interface StoredRaw {
  shop: string
  /** Event time, epoch ms. */
  t: number
  received_at: string
  type: string
  session: string | null
  source: RawEvent["source"]
  offset: Offset
  body: string
}

type RawHead = Omit<StoredRaw, "body">

/** Raw events on their way to the thread: their columns, and their bodies a line each. */
export function encodeRaw(events: readonly RawEvent[]): [head: ColumnsText<RawHead>, bodies: string] {
  const head = columnsText<RawHead>({
    shop: events.map(({ shop }) => shop),
    t: events.map(({ event }) => Date.parse(event.timestamp)),
    received_at: events.map(({ received_at }) => received_at),
    type: events.map(({ event }) => event.event_type),
    session: events.map(({ event }) => event.session_id ?? null),
    source: events.map(({ source }) => source),
    offset: events.map(({ offset }) => offset),
  })
  return [head, linesOf(events.map(({ event, text }) => text ?? JSON.stringify(event)))]
}

/** The columns a raw event is read back from. */
export type RawRow = Pick<StoredRaw, "shop" | "source" | "received_at" | "offset" | "body">

type PagedRow = RawRow & { t: number; number: number }
type RangeParams = Record<"shop", string> & Record<"to" | "t" | "number" | "limit", number> & { of: string | null }

/** Field by field: a large answer spends most of its time here, and copying whatever a row has takes twice as long. */
export function decodeRaw({ shop, source, received_at, offset, body }: RawRow): RawEvent {
  return { shop, source, received_at, offset, event: JSON.parse(body) }
}

/** Events as they were admitted. */
export function rawEvents(db: Database) {
  const columns = "shop, source, received_at, offset, body"
  const insert = db.query(
    `INSERT INTO events_raw (shop, t, received_at, type, session, source, writer, offset, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const newest = db.query<RawRow, [string, number]>(
    `SELECT ${columns} FROM events_raw WHERE shop = ? ORDER BY t DESC, number DESC LIMIT ?`,
  )
  // One query for each question: an index serves a condition only where it is spelled out. By the time of the cursor it
  // finds where a page begins; by that of the range it would walk over all the pages before.
  const inTime = (narrowed: string) =>
    db.query<PagedRow, RangeParams>(
      `SELECT ${columns}, t, number FROM events_raw
       WHERE shop = $shop AND t >= $t AND t < $to AND (t, number) > ($t, $number) ${narrowed}
       ORDER BY t, number LIMIT $limit`,
    )
  const ranges = {
    all: inTime("AND $of IS NULL"),
    session: inTime("AND session = $of"),
    order: inTime("AND type IN ('purchase', 'refund') AND body ->> '$.order_id' = $of"),
  }
  const inLogOrder = db.query<RawRow, [string, number, Offset, number]>(
    `SELECT ${columns} FROM events_raw
     WHERE writer = (SELECT writer FROM checkpoints WHERE log = ? AND partition = ?) AND offset >= ?
     ORDER BY offset LIMIT ?`,
  )
  const drop = db.query<null, [number, number]>(
    `DELETE FROM events_raw WHERE number IN (
       SELECT number FROM (${shopsIn("events_raw")}) AS found
       JOIN events_raw ON events_raw.shop = found.shop AND t < ? LIMIT ?)`,
  )

  return {
    append(writer: number, head: ColumnsText<RawHead>, bodies: string): void {
      const { shop, t, received_at, type, session, source, offset } = columnsOf(head)
      for (const [i, body] of splitLines(bodies).entries()) {
        insert.run(shop[i]!, t[i]!, received_at[i]!, type[i]!, session[i]!, source[i]!, writer, offset[i]!, body)
      }
    },
    recent: (shop: string, limit: number): RawRow[] => newest.all(shop, limit),
    between({ shop, from, to, session, order }: RawQuery, limit: number, cursor = ""): Page<RawRow> {
      const [t = from, number = -1] = cursor === "" ? [] : cursor.split(",").map(Number)
      const range = session !== undefined ? ranges.session : order !== undefined ? ranges.order : ranges.all
      const of = session ?? order ?? null
      const rows = range.all({ shop, to, of, t, number, limit })
      const last = rows.length === limit ? rows.at(-1) : undefined
      return {
        rows: rows.map(({ shop, source, received_at, offset, body }) => ({ shop, source, received_at, offset, body })),
        ...(last ? { next: `${last.t},${last.number}` } : {}),
      }
    },
    scan: ({ log, partition }: Writer, from: Offset, limit: number): RawRow[] =>
      inLogOrder.all(log, partition, from, limit),
    /** Drops up to `limit` events older than `before` (event time), and says how many. */
    drop: (before: number, limit: number): number => drop.run(before, limit).changes,
  }
}
