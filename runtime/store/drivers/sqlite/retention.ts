import type { Database } from "bun:sqlite"
import { dayOf, hourStart } from "../../calendar.ts"
import { counters } from "./counters.ts"
import { dirtyMarks } from "./dirty.ts"
import { type CellTable, type Series, seriesOf } from "./series.ts"
import { zones } from "./zones.ts"

/** About how many rows one step changes, so that transactions of the pipeline get in between. */
const ROWS_PER_STEP = 10_000
const SERIES_PER_STEP = 200

type Stretch = [string, string, string, number, number]

/** Drops cells by age, series by series. Each step says where the next one goes on; undefined means done. */
export function retention(db: Database) {
  const counter = counters(db)
  const marks = dirtyMarks(db)
  const zoneOf = zones(db)
  const inStretch = "shop = ? AND metric = ? AND dim = ? AND t >= ? AND t < ?"
  const oldest = db.query<{ t: number }, [string, string, string, number]>(
    "SELECT t FROM metrics_1min WHERE shop = ? AND metric = ? AND dim = ? AND t >= ? ORDER BY t LIMIT 1",
  )
  const dropMinutes = db.query<null, Stretch>(`DELETE FROM metrics_1min WHERE ${inStretch}`)
  const seals = ["metrics_1hour", "metrics_1day"].map(table =>
    db.query<null, [number, ...Stretch]>(`UPDATE ${table} SET sealed = ? WHERE ${inStretch} AND sealed = 0`),
  )

  /** Seals the roll-ups of every whole clean day before `limit` and drops its minutes; says how many. */
  function seal({ shop, metric, dim }: Series, limit: number): number {
    const zone = zoneOf(shop)
    let dropped = 0
    for (let from = Number.MIN_SAFE_INTEGER; ; ) {
      const row = oldest.get(shop, metric, dim, from)
      const day = row && dayOf(zone, row.t)
      if (!day || day.end > limit) return dropped
      if (!marks.anyIn(shop, metric, day)) {
        const sealing = counter.next("sealing")
        for (const statement of seals) statement.run(sealing, shop, metric, dim, day.start, day.end)
        dropped += dropMinutes.run(shop, metric, dim, day.start, day.end).changes
      }
      from = day.end
    }
  }

  function dropSealed(table: CellTable) {
    const drop = db.query<null, [string, string, string, number]>(
      `DELETE FROM ${table} WHERE shop = ? AND metric = ? AND dim = ? AND t < ? AND sealed > 0`,
    )
    return ({ shop, metric, dim }: Series, limit: number) => drop.run(shop, metric, dim, limit).changes
  }

  const dropHours = dropSealed("metrics_1hour")
  return {
    dropMinutes: steps(db, "metrics_1min", seal),
    dropHours: steps(db, "metrics_1hour", (series, limit) => dropHours(series, hourStart(limit))),
    dropDays: steps(db, "metrics_1day", dropSealed("metrics_1day")),
  }
}

function steps(db: Database, table: CellTable, drop: (series: Series, limit: number) => number) {
  const series = seriesOf(db, table)
  return (limit: number, after?: Series): Series | undefined => {
    let dropped = 0
    let visited = 0
    let current = series.after(after)
    while (current) {
      dropped += drop(current, limit)
      if (dropped >= ROWS_PER_STEP || ++visited === SERIES_PER_STEP) return current
      current = series.after(current)
    }
    return undefined
  }
}
