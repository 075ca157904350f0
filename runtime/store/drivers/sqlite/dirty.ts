import type { Database } from "bun:sqlite"
import { bucketOf, hourStart, MINUTE, type Span } from "../../calendar.ts"
import type { CellId, Dirty } from "../../store.ts"
import { counters } from "./counters.ts"
import { zones } from "./zones.ts"

type Key = [string, string, Dirty["grain"], number]

/** Marks on the hours and days whose roll-up is behind their minutes. */
export function dirtyMarks(db: Database) {
  const counter = counters(db)
  const zoneOf = zones(db)
  const mark = db.query<null, [...Key, number]>(
    `INSERT INTO dirty (shop, metric, grain, t, touch) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET touch = excluded.touch`,
  )
  const touchOf = db.query<{ touch: number }, Key>(
    "SELECT touch FROM dirty WHERE shop = ? AND metric = ? AND grain = ? AND t = ?",
  )
  const clean = db.query<null, Key>("DELETE FROM dirty WHERE shop = ? AND metric = ? AND grain = ? AND t = ?")
  const cleanShop = db.query<null, [string]>("DELETE FROM dirty WHERE shop = ?")
  const oldest = db.query<Dirty, [number]>("SELECT shop, metric, grain, t FROM dirty WHERE t < ? ORDER BY t")
  const within = db.query<{ t: number }, [...Key, number]>(
    "SELECT t FROM dirty WHERE shop = ? AND metric = ? AND grain = ? AND t >= ? AND t < ? ORDER BY t",
  )

  /** Starts of the marked buckets that start in the span. */
  function startsWithin(shop: string, metric: string, grain: Dirty["grain"], { start, end }: Span): number[] {
    return within.all(shop, metric, grain, start, end).map(({ t }) => t)
  }

  return {
    startsWithin,
    /** Marks the hour and the day of each cell. */
    touch(cells: Iterable<Pick<CellId, "shop" | "metric" | "minute">>): void {
      const touch = counter.next("touch")
      const buckets = new Map<string, Key>()
      for (const { shop, metric, minute } of cells) {
        for (const grain of ["hour", "day"] as const) {
          const t = bucketOf(grain, zoneOf(shop), minute * MINUTE).start
          buckets.set(`${grain} ${t} ${metric} ${shop}`, [shop, metric, grain, t])
        }
      }
      for (const bucket of buckets.values()) mark.run(...bucket, touch)
    },
    /** Marked hours and days that ended by `before`, oldest first; of these metrics only, where they are named. */
    ended(before: number, limit: number, metrics?: readonly string[]): Dirty[] {
      const found: Dirty[] = []
      for (const bucket of oldest.iterate(before)) {
        if (found.length === limit) break
        if (metrics && !metrics.includes(bucket.metric)) continue
        if (bucketOf(bucket.grain, zoneOf(bucket.shop), bucket.t).end <= before) found.push(bucket)
      }
      return found
    },
    /** The number of the last change; undefined where the roll-up is not behind. */
    touchOf: ({ shop, metric, grain, t }: Dirty) => touchOf.get(shop, metric, grain, t)?.touch,
    clean: ({ shop, metric, grain, t }: Dirty) => void clean.run(shop, metric, grain, t),
    cleanShop: (shop: string) => void cleanShop.run(shop),
    /** Whether the day, or an hour that shares minutes with it, is marked. */
    anyIn(shop: string, metric: string, day: Span): boolean {
      const hours = { start: hourStart(day.start), end: day.end }
      return startsWithin(shop, metric, "hour", hours).length > 0 || startsWithin(shop, metric, "day", day).length > 0
    },
  }
}
