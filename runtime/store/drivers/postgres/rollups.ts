import { bucketOf, pieces, type Span } from "../../calendar.ts"
import { type Merge, type RollUpRow, recompute } from "../../recompute.ts"
import type { StoredState } from "../../state.ts"
import type { Dirty } from "../../store.ts"
import { numbers, texts, times, timestamp } from "./arrays.ts"
import { type StateColumns, stateArrays, storedOf } from "./cells.ts"
import type { Queries, Sql } from "./connect.ts"
import { decodeText, encodeText } from "./text.ts"
import type { Zones } from "./zones.ts"

const TABLE = { hour: "metrics_1hour", day: "metrics_1day" } as const

/** The marks of one bucket, a writer's each. */
type Marks = { writer: number; touch: number }[]

/** A bucket changed while it was rolled up: its marks stay, and the next look takes it again. */
class Touched extends Error {}

/**
 * Recomputes one hour or day from its minutes. The marks are read first and removed last, and only as they were: whoever
 * touched the bucket in between has renewed them, and what was computed is not saved.
 */
export async function rollUp(sql: Sql, zones: Zones, bucket: Dirty, merge: Merge): Promise<void> {
  const marks = await marksOf(sql, bucket)
  if (marks.length === 0) return
  const zone = (await zones.now(sql))(bucket.shop)
  const plan = {
    touch: 0,
    pieces: pieces(zone, bucketOf(bucket.grain, zone, bucket.t)),
    dims: await dimsOf(sql, bucket),
  }
  const rows = await recompute(bucket, plan, (dim, piece) => minutesOf(sql, bucket, dim, piece), merge)
  await sql
    .begin(async sql => {
      if (!(await unmark(sql, bucket, marks))) throw new Touched()
      await save(sql, bucket, rows)
    })
    .catch(error => {
      if (!(error instanceof Touched)) throw error
    })
}

const marksOf = (sql: Queries, { shop, metric, grain, t }: Dirty): Promise<Marks> => sql<Marks>`
  select writer, touch from dirty
  where shop = ${encodeText(shop)} and metric = ${metric} and grain = ${grain} and time = ${timestamp(t)}::timestamptz`

/** Removes the marks; false when one of them is not what it was. */
async function unmark(sql: Queries, { shop, metric, grain, t }: Dirty, marks: Marks): Promise<boolean> {
  const { count } = await sql`
    delete from dirty
    where shop = ${encodeText(shop)} and metric = ${metric} and grain = ${grain} and time = ${timestamp(t)}::timestamptz
      and (writer, touch) in (
        select * from unnest(
          ${numbers(marks.map(({ writer }) => writer))}::int[], ${numbers(marks.map(({ touch }) => touch))}::bigint[]))`
  return count === marks.length
}

/** The dimensions of a metric, found by hopping from one to the next: the cost does not grow with the rows of each. */
async function dimsOf(sql: Queries, { shop, metric }: Dirty): Promise<string[]> {
  const rows = await sql<{ dim: string }[]>`
    with recursive hop (dim) as (
      (select min(dim) from metrics_1min where shop = ${encodeText(shop)} and metric = ${metric})
      union all
      select (select min(dim) from metrics_1min
        where shop = ${encodeText(shop)} and metric = ${metric} and dim > hop.dim)
      from hop where hop.dim is not null
    )
    select dim from hop where dim is not null`
  return rows.map(({ dim }) => dim)
}

async function minutesOf(
  sql: Queries,
  { shop, metric }: Dirty,
  dim: string,
  { start, end }: Span,
): Promise<{ key: string; state: StoredState }[]> {
  const rows = await sql<(StateColumns & { key: string })[]>`
    select key, state, sketch from metrics_1min
    where shop = ${encodeText(shop)} and metric = ${metric} and dim = ${dim}
      and time >= ${timestamp(start)}::timestamptz and time < ${timestamp(end)}::timestamptz`
  return rows.map(row => ({ key: decodeText(row.key), state: storedOf(row) }))
}

/** Rows are only replaced, none goes: the minutes of a bucket can be added to and sealed, but not taken away. */
async function save(sql: Queries, { shop, metric, grain }: Dirty, rows: readonly RollUpRow[]): Promise<void> {
  if (rows.length === 0) return
  const { json, sketches } = stateArrays(rows.map(({ state }) => state))
  await sql`
    insert into ${sql(TABLE[grain])} (shop, metric, dim, time, key, sealed, state, sketch, value)
    select ${encodeText(shop)}, ${metric}, dim, time, key, 0, state, sketch, value
    from unnest(
      ${texts(rows.map(({ dim }) => dim))}::text[], ${times(rows.map(({ t }) => t))}::timestamptz[],
      ${texts(rows.map(({ key }) => encodeText(key)))}::text[],
      string_to_array(${json}, chr(31), '')::json[], ${sketches}::bytea[],
      ${numbers(rows.map(({ value }) => value))}::numeric[])
      as saved (dim, time, key, state, sketch, value)
    on conflict (shop, metric, dim, time, key, sealed)
    do update set state = excluded.state, sketch = excluded.sketch, value = excluded.value`
}
