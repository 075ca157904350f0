import type { Database } from "bun:sqlite"

/** All cells of one dimension of one metric of one shop: a stretch of the primary key, so each can be sought directly. */
export interface Series {
  shop: string
  metric: string
  dim: string
}

/** Tables whose primary key begins with a series. */
export type CellTable = "metrics_1min" | "metrics_1hour" | "metrics_1day"

/** Finds the series of a table by hopping from one to the next, at a cost that does not grow with the rows of each. */
export function seriesOf(db: Database, table: CellTable) {
  const next = db.query<Series, [string, string, string]>(
    `SELECT shop, metric, dim FROM ${table}
     WHERE (shop, metric, dim) > (?, ?, ?) ORDER BY shop, metric, dim LIMIT 1`,
  )
  const nextDim = db.query<{ dim: string }, [string, string, string]>(
    `SELECT dim FROM ${table} WHERE shop = ? AND metric = ? AND dim > ? ORDER BY dim LIMIT 1`,
  )
  const total = db.query<{ dim: string }, [string, string]>(
    `SELECT dim FROM ${table} WHERE shop = ? AND metric = ? AND dim = '' LIMIT 1`,
  )
  return {
    /** The series that follows the given one; undefined asks for the first. */
    after: (series: Series | undefined): Series | undefined =>
      next.get(series?.shop ?? "", series?.metric ?? "", series?.dim ?? "") ?? undefined,
    /** The dimensions of one metric, the total's `""` included. */
    dims(shop: string, metric: string): string[] {
      const found: string[] = []
      for (let row = total.get(shop, metric) ?? nextDim.get(shop, metric, ""); row; ) {
        found.push(row.dim)
        row = nextDim.get(shop, metric, row.dim)
      }
      return found
    },
  }
}

/** SQL for the shops of a table that has an index beginning with `shop`: hops likewise. */
export function shopsIn(table: string): string {
  return `
    WITH RECURSIVE hop (shop) AS (
      SELECT min(shop) FROM ${table}
      UNION ALL
      SELECT (SELECT min(shop) FROM ${table} WHERE shop > hop.shop) FROM hop WHERE hop.shop IS NOT NULL
    )
    SELECT shop FROM hop WHERE shop IS NOT NULL`
}
