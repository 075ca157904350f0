import type { Database } from "bun:sqlite"
import { MINUTE } from "../../calendar.ts"
import { decodeState, type StoredState } from "../../state.ts"
import type { EntityId, Held, Snapshot } from "../../store.ts"
import { shopsIn } from "./series.ts"
import type { SqlThread } from "./sql-thread.ts"

export type SnapshotCalls = ReturnType<typeof snapshotCalls>

/** Rows on their way from the thread: some 2 MB. */
const AT_ONCE = 5_000

const TABLE = { session: "sessions", order: "orders", visitor: "visitors" } as const

interface EntityRow {
  place: number
  shop: string
  id: string
  updated: number
  rev: number
  summary: string
}

interface CellRow {
  place: number
  shop: string
  t: number
  dim: string
  key: string
  grain: Held["grain"]
  state: StoredState
}

/**
 * What the thread of a snapshot does. It copies the rows into a file of its own and lets go of the store at once: as
 * long as a connection reads an old state, the WAL cannot be copied back, and whoever syncs would wait.
 */
export function snapshotCalls(db: Database) {
  db.run("PRAGMA temp_store = FILE")

  function take(kind: EntityId["kind"], metric: string): void {
    db.run(`CREATE TEMP TABLE entity AS SELECT shop, id, updated, rev, summary FROM ${TABLE[kind]}`)
    const cellsOf = (table: string, grain: Held["grain"]) =>
      `SELECT ${table}.shop, t, dim, key, '${grain}' AS grain, state FROM (${shopsIn(table)}) AS found
       JOIN ${table} ON ${table}.shop = found.shop AND metric = $metric`
    db.query<null, { metric: string }>(
      `CREATE TEMP TABLE cell AS ${cellsOf("metrics_1min", "minute")}
       UNION ALL ${cellsOf("metrics_1hour", "hour")} WHERE sealed > 0`,
    ).run({ metric })
  }

  const page = <Row>(table: string, after: number): Row[] =>
    db
      .query<Row, [number, number]>(
        `SELECT rowid AS place, * FROM temp.${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      )
      .all(after, AT_ONCE)

  return {
    take: (kind: EntityId["kind"], metric: string): void => db.transaction(() => take(kind, metric))(),
    entities: (after: number): EntityRow[] => page("entity", after),
    cells: (after: number): CellRow[] => page("cell", after),
    close: () => db.close(),
  }
}

/** Reads what the thread has taken, a page at a time. */
export function sqliteSnapshot(
  thread: SqlThread<SnapshotCalls>,
  { kind, metric }: { kind: EntityId["kind"]; metric: string },
): Snapshot {
  return {
    async *entities() {
      for await (const rows of pages(after => thread.call("entities", after))) {
        yield rows.map(({ place, summary, ...row }) => ({ ...row, kind, summary: JSON.parse(summary) }))
      }
    },
    async *cells() {
      for await (const rows of pages(after => thread.call("cells", after))) {
        yield rows.map(({ place, t, state, ...row }) => ({
          ...row,
          metric,
          minute: t / MINUTE,
          state: decodeState(state),
        }))
      }
    },
  }
}

async function* pages<Row extends { place: number }>(read: (after: number) => Promise<Row[]>): AsyncIterable<Row[]> {
  for (let after = 0; ; ) {
    const rows = await read(after)
    if (rows.length > 0) yield rows
    if (rows.length < AT_ONCE) return
    after = rows.at(-1)!.place
  }
}
