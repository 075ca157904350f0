import type { Database } from "bun:sqlite"
import { bucketOf, MINUTE, pieces, type Span } from "../../calendar.ts"
import type { RollUpPlan, RollUpRow } from "../../recompute.ts"
import type { StoredState } from "../../state.ts"
import type { Dirty } from "../../store.ts"
import { dirtyMarks } from "./dirty.ts"
import { seriesOf } from "./series.ts"
import { zones } from "./zones.ts"

const TABLE = { hour: "metrics_1hour", day: "metrics_1day" } as const

/** The reading half of a roll-up. */
export function rollUpReads(db: Database) {
  const marks = dirtyMarks(db)
  const zoneOf = zones(db)
  const series = seriesOf(db, "metrics_1min")
  const minutes = db.query<{ key: string; state: StoredState }, [string, string, string, number, number]>(
    "SELECT key, state FROM metrics_1min WHERE shop = ? AND metric = ? AND dim = ? AND t >= ? AND t < ?",
  )
  return {
    /** What to read; undefined where the roll-up is not behind. */
    plan: (bucket: Dirty): RollUpPlan | undefined =>
      db.transaction(() => {
        const touch = marks.touchOf(bucket)
        if (touch === undefined) return undefined
        const zone = zoneOf(bucket.shop)
        return {
          touch,
          pieces: pieces(zone, bucketOf(bucket.grain, zone, bucket.t)),
          dims: series.dims(bucket.shop, bucket.metric),
        }
      })(),
    minutes: ({ shop, metric }: Dirty, dim: string, { start, end }: Span) => minutes.all(shop, metric, dim, start, end),
  }
}

/** The writing half of a roll-up. */
export function rollUpWrites(db: Database) {
  const marks = dirtyMarks(db)
  const save = { hour: upsert(db, "hour"), day: upsert(db, "day") }
  const forget = [TABLE.hour, TABLE.day].map(table =>
    db.query<null, [string]>(`DELETE FROM ${table} WHERE shop = ? AND sealed = 0`),
  )
  const touched = db.query<{ metric: string; t: number }, [string]>(
    "SELECT DISTINCT metric, t FROM metrics_1min WHERE shop = ?",
  )

  return {
    /** Saves the rows and removes the mark, unless something changed since `touch`. */
    finish(bucket: Dirty, touch: number, rows: readonly RollUpRow[]): void {
      if (marks.touchOf(bucket) !== touch) return
      // Rows are only replaced, none goes: the minutes of a bucket can be added to and sealed, but not taken away.
      for (const { t, dim, key, state, value } of rows) {
        save[bucket.grain].run(bucket.shop, bucket.metric, dim, t, key, state, value)
      }
      marks.clean(bucket)
    },
    /** After a change of zone: everything that minutes are kept for is cut anew. */
    recut(shop: string): void {
      for (const statement of forget) statement.run(shop)
      marks.cleanShop(shop)
      marks.touch(touched.all(shop).map(({ metric, t }) => ({ shop, metric, minute: t / MINUTE })))
    },
  }
}

function upsert(db: Database, grain: Dirty["grain"]) {
  return db.query<null, [string, string, string, number, string, StoredState, number | null]>(
    `INSERT INTO ${TABLE[grain]} (shop, metric, dim, t, key, sealed, state, value) VALUES (?, ?, ?, ?, ?, 0, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, value = excluded.value`,
  )
}
