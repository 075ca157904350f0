import { MINUTE } from "../../calendar.ts"
import type { EntityId, Held, Snapshot } from "../../store.ts"
import { type StateColumns, stateOf } from "./cells.ts"
import type { Queries, Sql } from "./connect.ts"
import { ENTITY_COLUMNS, ENTITY_TABLE, type EntityRow, entityOf } from "./entities.ts"
import { decodeText } from "./text.ts"

/** One moment for all that is asked. Nobody waits for it: others read and write as they did. */
const MOMENT = "isolation level repeatable read read only"

const TABLE = { minute: "metrics_1min", hour: "metrics_1hour" } as const
const AT_ONCE = 5_000

type CellRow = StateColumns & { shop: string; t: number; dim: string; key: string; grain: Held["grain"] }
type Of = { kind: EntityId["kind"]; metric: string }

export async function snapshot<T>(pool: Sql, of: Of, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return (await pool.begin(MOMENT, sql => work(snapshotIn(sql, of)))) as T
}

function snapshotIn(sql: Queries, { kind, metric }: Of): Snapshot {
  return {
    async *entities() {
      const rows = sql<EntityRow[]>`select ${sql.unsafe(ENTITY_COLUMNS)} from ${sql(ENTITY_TABLE[kind])}`
      for await (const page of rows.cursor(AT_ONCE)) yield page.map(row => entityOf(kind, row))
    },
    async *cells() {
      const rows = sql<CellRow[]>`
        ${cellsIn(sql, "minute")} where metric = ${metric}
        union all
        ${cellsIn(sql, "hour")} where metric = ${metric} and sealed > 0`
      for await (const page of rows.cursor(AT_ONCE)) {
        yield page.map(row => ({
          ...{ shop: decodeText(row.shop), metric, minute: row.t / MINUTE, dim: row.dim },
          ...{ key: decodeText(row.key), grain: row.grain, state: stateOf(row) },
        }))
      }
    },
  }
}

/** Hops from shop to shop, as the rows of a metric stand shop by shop: those of other metrics are passed over. */
const cellsIn = (sql: Queries, grain: Held["grain"], table = TABLE[grain]) => sql`
  select shop, (extract(epoch from time) * 1000)::bigint as t, dim, key, ${grain} as grain, state, sketch
  from (
    with recursive hop (shop) as (
      select min(shop) from ${sql(table)}
      union all
      select (select min(shop) from ${sql(table)} where shop > hop.shop) from hop where hop.shop is not null
    )
    select shop from hop where shop is not null
  ) as found join ${sql(table)} using (shop)`
