import { dayOf, hourStart } from "../../calendar.ts"
import type { Store } from "../../store.ts"
import { timestamp } from "./arrays.ts"
import type { Queries, Sql } from "./connect.ts"
import { dirtyWithin } from "./dirty.ts"
import { entityReads } from "./entities.ts"
import { SHAPE_LOCK } from "./locks.ts"
import { rawReads } from "./raw.ts"
import { dropRaw } from "./raw-days.ts"
import { decodeText } from "./text.ts"
import type { Zones } from "./zones.ts"

/** Rows dropped by one statement, so that nothing waits long for it. */
const ROWS_PER_DROP = 10_000

/** All cells of one dimension of one metric of one shop, as stored. */
interface Series {
  shop: string
  metric: string
  dim: string
}

/** Drops what is older than the limits. Each step is a transaction of its own: a failure keeps what was done. */
export async function retain(sql: Sql, zones: Zones, limits: Parameters<Store["retain"]>[0]): Promise<void> {
  const entities = entityReads(sql)
  await dropRaw(sql, limits.raw)
  await inSteps(() => entities.drop("session", limits.raw, ROWS_PER_DROP))
  await inSteps(() => entities.drop("visitor", limits.hour, ROWS_PER_DROP))
  await inSteps(() => entities.drop("order", limits.day, ROWS_PER_DROP))
  await inSteps(() => rawReads(sql).dropLetters(limits.raw, ROWS_PER_DROP))
  for await (const series of everySeries(sql)) await sealSeries(sql, zones, series, limits.minute)
  await inSteps(() => dropSealed(sql, "metrics_1hour", hourStart(limits.hour)))
  await inSteps(() => dropSealed(sql, "metrics_1day", limits.day))
}

async function inSteps(drop: () => Promise<number>): Promise<void> {
  while ((await drop()) === ROWS_PER_DROP);
}

/** Hops from one series to the next, at a cost that does not grow with the rows of each. */
async function* everySeries(sql: Sql): AsyncGenerator<Series> {
  let last: Series = { shop: "", metric: "", dim: "" }
  for (;;) {
    const [next] = await sql<Series[]>`
      select shop, metric, dim from metrics_1min
      where (shop, metric, dim) > (${last.shop}, ${last.metric}, ${last.dim})
      order by shop, metric, dim limit 1`
    if (!next) return
    yield next
    last = next
  }
}

/** Seals the roll-ups of every whole clean day before `limit` and drops its minutes. */
async function sealSeries(sql: Sql, zones: Zones, series: Series, limit: number): Promise<void> {
  for (let from: number | undefined = Number.NEGATIVE_INFINITY; from !== undefined; ) {
    const oldest = await oldestMinute(sql, series, from)
    if (oldest === undefined || oldest >= limit) return
    from = await sealDay(sql, zones, series, oldest, limit)
  }
}

async function oldestMinute(sql: Sql, { shop, metric, dim }: Series, from: number): Promise<number | undefined> {
  const start = from === Number.NEGATIVE_INFINITY ? "-infinity" : timestamp(from)
  const [row] = await sql<{ t: number }[]>`
    select (extract(epoch from time) * 1000)::bigint as t from metrics_1min
    where shop = ${shop} and metric = ${metric} and dim = ${dim} and time >= ${start}::timestamptz
    order by time limit 1`
  return row?.t
}

/**
 * Seals the day that holds the minute, if all of it is rolled up. Alone: a transaction that has read a minute and will
 * write it again must not find it gone into its sealed hour meanwhile.
 * @returns where the next day begins; undefined when the limit is reached
 */
function sealDay(sql: Sql, zones: Zones, series: Series, minute: number, limit: number): Promise<number | undefined> {
  return sql.begin(async sql => {
    await sql`select pg_advisory_xact_lock(${SHAPE_LOCK}::bigint)`
    const shop = decodeText(series.shop)
    const day = dayOf((await zones.now(sql))(shop), minute)
    if (day.end > limit) return undefined
    const hours = { start: hourStart(day.start), end: day.end }
    const marked = [
      ...(await dirtyWithin(sql, { shop, metric: series.metric, grain: "hour" }, hours)),
      ...(await dirtyWithin(sql, { shop, metric: series.metric, grain: "day" }, day)),
    ]
    if (marked.length === 0) await seal(sql, series, timestamp(day.start), timestamp(day.end))
    return day.end
  })
}

async function seal(sql: Queries, { shop, metric, dim }: Series, start: string, end: string): Promise<void> {
  const within = () => sql`
    shop = ${shop} and metric = ${metric} and dim = ${dim}
    and time >= ${start}::timestamptz and time < ${end}::timestamptz`
  const [sealing] = await sql<{ value: number }[]>`
    update meta set value = value + 1 where name = 'sealing' returning value`
  await sql`update metrics_1hour set sealed = ${sealing!.value} where ${within()} and sealed = 0`
  await sql`update metrics_1day set sealed = ${sealing!.value} where ${within()} and sealed = 0`
  await sql`delete from metrics_1min where ${within()}`
}

async function dropSealed(sql: Sql, table: "metrics_1hour" | "metrics_1day", before: number): Promise<number> {
  const { count } = await sql`
    delete from ${sql(table)} where ctid = any (array(
      select ctid from ${sql(table)} where time < ${timestamp(before)}::timestamptz and sealed > 0 limit ${ROWS_PER_DROP}))`
  return count
}
