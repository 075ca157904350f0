import type { Database } from "bun:sqlite"
import { MINUTE } from "../../calendar.ts"
import { isSameSlice } from "../../same-slice.ts"
import { decodeState, encodeState, type StoredState } from "../../state.ts"
import type { Cell, CellId, SliceId } from "../../store.ts"
import { linesOf, splitLines } from "./columns.ts"
import { dirtyMarks } from "./dirty.ts"

/** A cell as it comes from the thread. */
interface StoredCell extends CellId {
  state: StoredState
  value: number | null
}

type Row = Pick<StoredCell, "state" | "value">

/** Cells that stand together: what they share once, and how many they are. */
interface Stretch extends SliceId {
  length: number
}

interface CellsHead {
  stretches: readonly Stretch[]
  /** Of every cell of the first stretch, then of the second … */
  keys: readonly string[]
  values: readonly (number | null)[]
}

/** Cells on their way to the thread: JSON of `CellsHead`, and their states a line each. */
export function encodeCells(cells: readonly Cell[]): [head: string, states: string] {
  const stretches: Stretch[] = []
  for (const cell of cells) {
    const stretch = stretches.at(-1)
    if (stretch && isSameSlice(stretch, cell)) stretch.length++
    else stretches.push({ shop: cell.shop, metric: cell.metric, dim: cell.dim, minute: cell.minute, length: 1 })
  }
  const head: CellsHead = { stretches, keys: cells.map(({ key }) => key), values: cells.map(({ value }) => value) }
  return [JSON.stringify(head), linesOf(cells.map(({ state }) => lineOf(encodeState(state))))]
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
    saveAll(writer: number, head: string, states: string): void {
      const { stretches, keys, values }: CellsHead = JSON.parse(head)
      const lines = splitLines(states)
      let i = 0
      for (const { shop, metric, dim, minute, length } of stretches) {
        for (const end = i + length; i < end; i++) {
          save.run(shop, metric, dim, minute * MINUTE, keys[i]!, writer, stateOf(lines[i]!), values[i]!)
        }
      }
      marks.touch(stretches)
    },
  }
}
