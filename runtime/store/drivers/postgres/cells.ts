import { MINUTE } from "../../calendar.ts"
import { decodeState, encodeState, type StoredState } from "../../state.ts"
import type { Cell, CellId, State } from "../../store.ts"
import { anyTexts, bytes, documents, numbers, texts, times } from "./arrays.ts"
import { markDirty } from "./dirty.ts"
import type { Line } from "./session.ts"
import type { ZoneOf } from "./zones.ts"

/** A state in its two columns: JSON, or the bytes of a sketch. */
export interface StateColumns {
  state: string | null
  sketch: Uint8Array | null
}

export const stateOf = ({ state, sketch }: StateColumns): State => decodeState(storedOf({ state, sketch }))
export const storedOf = ({ state, sketch }: StateColumns): StoredState => sketch ?? state!

/** Parameters for `unnest`, of states that are JSON (`documents`) or bytes. */
export function stateArrays(states: readonly StoredState[]): { json: string; sketches: string } {
  return {
    json: documents(states.map(state => (typeof state === "string" ? state : null))),
    sketches: bytes(states.map(state => (typeof state === "string" ? null : state))),
  }
}

/** This writer's cells of those asked for. */
export async function findCells(line: Line, writer: number, ids: readonly CellId[]): Promise<Cell[]> {
  if (ids.length === 0) return []
  const { shops, metrics, dims, at, keys } = idArrays(ids)
  const found = await line.run(
    sql => sql<(StateColumns & { place: number; value: number | null })[]>`
      select place, state, sketch, value::float8 as value
      from unnest(${shops}::text[], ${metrics}::text[], ${dims}::text[], ${at}::timestamptz[], ${keys}::text[])
        with ordinality as asked (shop, metric, dim, time, key, place),
      -- The limit keeps this a look at one key for each cell: as a join it may become a look at all cells of the writer.
      lateral (
        select state, sketch, value from metrics_1min as kept
        where (kept.shop, kept.metric, kept.dim, kept.time, kept.key, kept.writer)
          = (asked.shop, asked.metric, asked.dim, asked.time, asked.key, ${writer})
        limit 1) as found
      order by place`,
  )
  return found.map(row => {
    const { shop, metric, minute, dim, key } = ids[row.place - 1]!
    return { shop, metric, minute, dim, key, state: stateOf(row), value: row.value }
  })
}

/** Absolute upserts, and marks on the hours and days that change by them. */
export async function saveCells(line: Line, writer: number, cells: readonly Cell[], zoneOf: ZoneOf): Promise<void> {
  const latest = [...new Map(cells.map(cell => [placeOf(cell), cell])).values()]
  if (latest.length === 0) return
  const { shops, metrics, dims, at, keys } = idArrays(latest)
  const { json, sketches } = stateArrays(latest.map(({ state }) => encodeState(state)))
  const values = numbers(latest.map(({ value }) => value))
  await Promise.all([
    line.run(
      sql => sql`
        insert into metrics_1min (shop, metric, dim, time, key, writer, state, sketch, value)
        select shop, metric, dim, time, key, ${writer}::int, state, sketch, value
        from unnest(${shops}::text[], ${metrics}::text[], ${dims}::text[], ${at}::timestamptz[], ${keys}::text[],
          string_to_array(${json}, chr(31), '')::json[], ${sketches}::bytea[], ${values}::numeric[])
          as saved (shop, metric, dim, time, key, state, sketch, value)
        on conflict (shop, metric, dim, time, key, writer)
        do update set state = excluded.state, sketch = excluded.sketch, value = excluded.value`,
    ),
    markDirty(line, writer, latest, zoneOf),
  ])
}

/** The key comes last because it may hold any character. */
const placeOf = ({ shop, metric, minute, dim, key }: CellId): string => `${shop}\0${metric}\0${minute}\0${dim}\0${key}`

function idArrays(ids: readonly CellId[]) {
  return {
    shops: anyTexts(ids.map(({ shop }) => shop)),
    metrics: texts(ids.map(({ metric }) => metric)),
    dims: texts(ids.map(({ dim }) => dim)),
    at: times(ids.map(({ minute }) => minute * MINUTE)),
    keys: anyTexts(ids.map(({ key }) => key)),
  }
}
