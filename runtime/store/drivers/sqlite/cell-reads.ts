import type { Database } from "bun:sqlite"
import { bucketOf, HOUR, type Span } from "../../calendar.ts"
import { between, joined } from "../../spans.ts"
import type { StoredState } from "../../state.ts"
import type { CellQuery, CellRow, Grain } from "../../store.ts"
import { dirtyMarks } from "./dirty.ts"
import { zones } from "./zones.ts"

/** A cell row as it crosses the threads. */
export type StoredCellRow = Omit<CellRow, "state"> & { state: StoredState }

type Params = { shop: string; metric: string; dim: string; key: string | null; from: number; to: number }

/** Answers a query from roll-ups where they are clean, and from minutes where they are not. */
export function cellReads(db: Database) {
  const marks = dirtyMarks(db)
  const zoneOf = zones(db)
  const rows = (table: string, t: string, also: string) =>
    db.query<StoredCellRow, Params>(
      `SELECT ${t} AS t, key, state FROM ${table}
       WHERE shop = $shop AND metric = $metric AND dim = $dim AND t >= $from AND t < $to
         AND ($key IS NULL OR key = $key) ${also}`,
    )
  const minutes = rows("metrics_1min", "t", "")
  // An hour that a day's start cuts in two has two rows; both are the hour's.
  const hour = `t - t % ${HOUR}`
  const rolled = {
    hour: { all: rows("metrics_1hour", hour, ""), sealed: rows("metrics_1hour", hour, "AND sealed > 0") },
    day: { all: rows("metrics_1day", "t", ""), sealed: rows("metrics_1day", "t", "AND sealed > 0") },
  }

  /** The stretches of the query whose roll-up is behind or not whole, in order. */
  function unrolled({ shop, metric, from, to }: CellQuery, grain: "hour" | "day"): Span[] {
    const bucket = (at: number) => bucketOf(grain, zoneOf(shop), at)
    const wholeFrom = bucket(from).start === from ? from : Math.min(bucket(from).end, to)
    const wholeTo = Math.max(bucket(to).start, wholeFrom)
    const dirty = marks.startsWithin(shop, metric, grain, { start: wholeFrom, end: wholeTo })
    return joined([{ start: from, end: wholeFrom }, ...dirty.map(bucket), { start: wholeTo, end: to }])
  }

  function read(query: CellQuery, grain: Grain): StoredCellRow[] {
    const { shop, metric, dim, key = null } = query
    const within = ({ start, end }: Span): Params => ({ shop, metric, dim, key, from: start, to: end })
    const whole = { start: query.from, end: query.to }
    if (grain === "minute") return minutes.all(within(whole))
    const gaps = unrolled(query, grain)
    return [
      ...between(gaps, whole).flatMap(span => rolled[grain].all.all(within(span))),
      ...gaps.flatMap(span => [...rolled[grain].sealed.all(within(span)), ...minutes.all(within(span))]),
    ]
  }

  return {
    /** In one transaction, so that marks, roll-ups and minutes are of the same moment. */
    read: (query: CellQuery, grain: Grain): StoredCellRow[] => db.transaction(() => read(query, grain))(),
  }
}
