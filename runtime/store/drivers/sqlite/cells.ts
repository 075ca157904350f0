import type { Database } from "bun:sqlite"
import { MINUTE } from "../../calendar.ts"
import type { StoredState } from "../../state.ts"
import type { CellId } from "../../store.ts"
import { dirtyMarks } from "./dirty.ts"

/** A cell as it crosses the threads. */
export interface StoredCell extends CellId {
  state: StoredState
  value: number | null
}

type Row = Pick<StoredCell, "state" | "value">

/** The minute cells of writers. */
export function minuteCells(db: Database) {
  const marks = dirtyMarks(db)
  const find = db.query<Row, [string, string, string, number, string, number]>(
    `SELECT state, value FROM metrics_1min
     WHERE shop = ? AND metric = ? AND dim = ? AND t = ? AND key = ? AND writer = ?`,
  )
  const save = db.query<null, [string, string, string, number, string, number, StoredState, number | null]>(
    `INSERT INTO metrics_1min (shop, metric, dim, t, key, writer, state, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, value = excluded.value`,
  )

  return {
    findAll: (writer: number, ids: readonly CellId[]): StoredCell[] =>
      ids.flatMap(({ shop, metric, minute, dim, key }) => {
        const row = find.get(shop, metric, dim, minute * MINUTE, key, writer)
        return row ? { shop, metric, minute, dim, key, ...row } : []
      }),
    saveAll(writer: number, cells: readonly StoredCell[]): void {
      for (const { shop, metric, minute, dim, key, state, value } of cells) {
        save.run(shop, metric, dim, minute * MINUTE, key, writer, state, value)
      }
      marks.touch(cells)
    },
  }
}
