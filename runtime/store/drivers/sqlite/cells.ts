import type { Database } from "bun:sqlite"
import { MINUTE } from "../../calendar.ts"
import { decodeState, encodeState, type StoredState } from "../../state.ts"
import type { Cell, CellId } from "../../store.ts"
import { type ColumnsText, columnsOf, columnsText, linesOf, splitLines } from "./columns.ts"
import { dirtyMarks } from "./dirty.ts"

/** A cell as it comes from the thread. */
interface StoredCell extends CellId {
  state: StoredState
  value: number | null
}

type CellHead = Omit<Cell, "state">
type Row = Pick<StoredCell, "state" | "value">

/** Cells on their way to the thread: their columns, and their states a line each. */
export function encodeCells(cells: readonly Cell[]): [head: ColumnsText<CellHead>, states: string] {
  const head = columnsText<CellHead>({
    shop: cells.map(({ shop }) => shop),
    metric: cells.map(({ metric }) => metric),
    minute: cells.map(({ minute }) => minute),
    dim: cells.map(({ dim }) => dim),
    key: cells.map(({ key }) => key),
    value: cells.map(({ value }) => value),
  })
  return [head, linesOf(cells.map(({ state }) => lineOf(encodeState(state))))]
}

export function decodeCell({ state, ...cell }: StoredCell): Cell {
  return { ...cell, state: decodeState(state) }
}

/** What marks bytes, written in base 64, among JSON texts: none begins with it. */
const BYTES = "~"

const lineOf = (state: StoredState): string =>
  typeof state === "string" ? state : `${BYTES}${Buffer.from(state).toString("base64")}`

const stateOf = (line: string): StoredState => (line[0] === BYTES ? Buffer.from(line.slice(1), "base64") : line)

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
    saveAll(writer: number, head: ColumnsText<CellHead>, states: string): void {
      const { shop, metric, minute, dim, key, value } = columnsOf(head)
      for (const [i, line] of splitLines(states).entries()) {
        save.run(shop[i]!, metric[i]!, dim[i]!, minute[i]! * MINUTE, key[i]!, writer, stateOf(line), value[i]!)
      }
      marks.touch(shop.map((of, i) => ({ shop: of, metric: metric[i]!, minute: minute[i]! })))
    },
  }
}
