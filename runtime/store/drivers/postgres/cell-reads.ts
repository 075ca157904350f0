import { bucketOf, HOUR, type Span } from "../../calendar.ts"
import { between, joined } from "../../spans.ts"
import type { CellQuery, CellRow, Grain } from "../../store.ts"
import { timestamp } from "./arrays.ts"
import { type StateColumns, stateOf } from "./cells.ts"
import type { Queries, Sql } from "./connect.ts"
import { dirtyWithin } from "./dirty.ts"
import { decodeText, encodeText } from "./text.ts"
import type { ZoneOf, Zones } from "./zones.ts"

type Row = StateColumns & { t: number; key: string }

const TABLE = { minute: "metrics_1min", hour: "metrics_1hour", day: "metrics_1day" } as const

/** One moment for marks, roll-ups and minutes, whatever is committed in between. */
const SNAPSHOT = "isolation level repeatable read read only"

/** Answers a query from roll-ups where they are clean, and from minutes where they are not. */
export async function readCells(pool: Sql, zones: Zones, query: CellQuery, grain: Grain): Promise<CellRow[]> {
  const whole = { start: query.from, end: query.to }
  if (whole.start >= whole.end) return []
  if (grain === "minute") return rowsWithin(pool, query, grain, whole)
  return pool.begin(SNAPSHOT, async sql => {
    const gaps = await unrolled(sql, await zones.now(sql), query, grain)
    const rows = await Promise.all([
      ...between(gaps, whole).map(span => rowsWithin(sql, query, grain, span)),
      ...gaps.map(span => rowsWithin(sql, query, grain, span, { sealedOnly: true })),
      ...gaps.map(span => rowsWithin(sql, query, "minute", span)),
    ])
    return rows.flat()
  })
}

/** The stretches of the query whose roll-up is behind or not whole, in order. */
async function unrolled(sql: Queries, zoneOf: ZoneOf, query: CellQuery, grain: "hour" | "day"): Promise<Span[]> {
  const { shop, metric, from, to } = query
  const bucket = (at: number) => bucketOf(grain, zoneOf(shop), at)
  const wholeFrom = bucket(from).start === from ? from : Math.min(bucket(from).end, to)
  const wholeTo = Math.max(bucket(to).start, wholeFrom)
  const dirty = await dirtyWithin(sql, { shop, metric, grain }, { start: wholeFrom, end: wholeTo })
  return joined([{ start: from, end: wholeFrom }, ...dirty.map(bucket), { start: wholeTo, end: to }])
}

async function rowsWithin(
  sql: Queries,
  { shop, metric, dim, key }: CellQuery,
  grain: Grain,
  { start, end }: Span,
  { sealedOnly = false } = {},
): Promise<CellRow[]> {
  const rows = await sql<Row[]>`
    select (extract(epoch from time) * 1000)::bigint as t, key, state, sketch from ${sql(TABLE[grain])}
    where shop = ${encodeText(shop)} and metric = ${metric} and dim = ${dim}
      and time >= ${timestamp(start)}::timestamptz and time < ${timestamp(end)}::timestamptz
      ${key === undefined ? sql`` : sql`and key = ${encodeText(key)}`}
      ${sealedOnly ? sql`and sealed > 0` : sql``}`
  // An hour that a day's start cuts in two has two rows; both are the hour's.
  const startOf = (t: number) => (grain === "hour" ? Math.floor(t / HOUR) * HOUR : t)
  return rows.map(row => ({ t: startOf(row.t), key: decodeText(row.key), state: stateOf(row) }))
}
