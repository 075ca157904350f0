import { timestamp } from "./arrays.ts"
import type { Sql } from "./connect.ts"

/** Raw events are kept and dropped by whole days, UTC. */

const DAY = 86_400_000
/** Days that have a partition before anything comes for them: late events are at most a week old. */
const BEFORE = 8
const AHEAD = 3
/** A query that reads raw events holds up the drop of a partition, and the drop whatever comes after it. */
const PATIENCE = "2s"

type Layout = "partitions" | "hypertable"

export async function layoutOf(sql: Sql): Promise<Layout> {
  const [row] = await sql<{ partitioned: boolean }[]>`
    select relkind = 'p' as partitioned from pg_class where oid = 'events_raw'::regclass`
  return row!.partitioned ? "partitions" : "hypertable"
}

/** Drops every day that ended before `before`, as a whole and without reading it. */
export async function dropRaw(sql: Sql, before: number): Promise<void> {
  if ((await layoutOf(sql)) === "hypertable") {
    await sql`select drop_chunks('events_raw', older_than => ${timestamp(Math.max(before, 0))}::timestamptz)`
    return
  }
  await makeDays(sql)
  const partitions = await sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events_raw'::regclass`
  for (const { name } of partitions) {
    const day = dayOfName(name)
    if (day !== undefined && day + DAY <= before) await impatiently(sql, `drop table ${name}`)
  }
  await sql`delete from events_raw_other where time < ${timestamp(Math.max(before, 0))}::timestamptz`
}

/** Makes the partitions of the days around now, in plain PostgreSQL. Several processes may do so at once. */
export async function makeDays(sql: Sql, now = Date.now()): Promise<void> {
  if ((await layoutOf(sql)) === "hypertable") return
  const today = Math.floor(now / DAY)
  for (let day = today - BEFORE; day <= today + AHEAD; day++) {
    const name = nameOfDay(day * DAY)
    const [{ exists }] = (await sql`select to_regclass(${name}) is not null as exists`) as [{ exists: boolean }]
    if (exists) continue
    const bounds = `from ('${timestamp(day * DAY)}') to ('${timestamp((day + 1) * DAY)}')`
    await impatiently(sql, `create table if not exists ${name} partition of events_raw for values ${bounds}`)
  }
}

/** Where it fails, because a reader is in the way or the day's events are in the other partition, they stay there. */
async function impatiently(sql: Sql, statement: string): Promise<void> {
  await sql
    .begin(tx => tx.unsafe(`set local lock_timeout to '${PATIENCE}'; ${statement}`))
    .catch(error => {
      const code = String((error as { code?: unknown }).code)
      // lock_not_available, check_violation, duplicate_table, unique_violation (of its name), undefined_table
      if (!["55P03", "23514", "42P07", "23505", "42P01"].includes(code)) throw error
    })
}

/** @example nameOfDay(Date.parse("2025-01-03")) // events_raw_20250103 */
const nameOfDay = (day: number): string => `events_raw_${new Date(day).toISOString().slice(0, 10).replaceAll("-", "")}`

function dayOfName(name: string): number | undefined {
  const [, year, month, day] = /events_raw_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day))
}
