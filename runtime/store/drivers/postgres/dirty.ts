import { bucketOf, MINUTE, type Span } from "../../calendar.ts"
import type { CellId, Dirty } from "../../store.ts"
import { texts, times, timestamp } from "./arrays.ts"
import type { Queries } from "./connect.ts"
import type { Line } from "./session.ts"
import { decodeText, encodeText } from "./text.ts"
import type { ZoneOf } from "./zones.ts"

type Changed = Iterable<Pick<CellId, "shop" | "metric" | "minute">>

/**
 * Marks the hour and the day of each cell. Every writer has marks of its own: workers that all count revenue would else
 * wait for each other at the mark of the running hour.
 */
export async function markDirty(line: Line, writer: number, cells: Changed, zoneOf: ZoneOf): Promise<void> {
  const { shops, metrics, grains, starts } = markArrays(cells, zoneOf)
  await line.run(
    sql => sql`
      insert into dirty (shop, metric, grain, time, writer, touch)
      select shop, metric, grain, time, ${writer}::int, nextval('touch')
      from unnest(${shops}::text[], ${metrics}::text[], ${grains}::text[], ${starts}::timestamptz[])
        as touched (shop, metric, grain, time)
      on conflict (shop, metric, grain, time, writer) do update set touch = excluded.touch`,
  )
}

/** After a change of zone: marks every hour and day that minutes are kept for. */
export async function markAgain(sql: Queries, shop: string, zone: string): Promise<void> {
  const kept = await sql<{ metric: string; writer: number; time: number }[]>`
    select distinct metric, writer, (extract(epoch from time) * 1000)::bigint as time
    from metrics_1min where shop = ${encodeText(shop)}`
  for (const writer of new Set(kept.map(row => row.writer))) {
    const cells = kept
      .filter(row => row.writer === writer)
      .map(({ metric, time }) => ({ shop, metric, minute: time / MINUTE }))
    const { shops, metrics, grains, starts } = markArrays(cells, () => zone)
    await sql`
      insert into dirty (shop, metric, grain, time, writer, touch)
      select shop, metric, grain, time, ${writer}::int, nextval('touch')
      from unnest(${shops}::text[], ${metrics}::text[], ${grains}::text[], ${starts}::timestamptz[])
        as touched (shop, metric, grain, time)`
  }
}

/** Marked hours and days that ended by `before`, oldest first; of these metrics only, where they are named. */
export async function endedDirty(
  sql: Queries,
  zoneOf: ZoneOf,
  before: number,
  limit: number,
  metrics?: readonly string[],
): Promise<Dirty[]> {
  // The longest day has 27 hours; only what began within one before may still be running.
  const latest = timestamp(Math.min(before, Date.UTC(9999, 0)))
  const rows = await sql<Dirty[]>`
    select shop, metric, grain, (extract(epoch from time) * 1000)::bigint as t
    from dirty
    where time < ${latest}::timestamptz
      and (${metrics === undefined} or metric = any (${texts(metrics ?? [])}::text[]))
    group by shop, metric, grain, time
    order by time`
  const ended: Dirty[] = []
  for (const row of rows) {
    if (ended.length === limit) break
    const mark = { ...row, shop: decodeText(row.shop) }
    if (bucketOf(mark.grain, zoneOf(mark.shop), mark.t).end <= before) ended.push(mark)
  }
  return ended
}

/** Starts of the marked buckets that start in the span. */
export async function dirtyWithin(
  sql: Queries,
  { shop, metric, grain }: Omit<Dirty, "t">,
  { start, end }: Span,
): Promise<number[]> {
  const rows = await sql<{ t: number }[]>`
    select distinct (extract(epoch from time) * 1000)::bigint as t from dirty
    where shop = ${encodeText(shop)} and metric = ${metric} and grain = ${grain}
      and time >= ${timestamp(start)}::timestamptz and time < ${timestamp(end)}::timestamptz
    order by t`
  return rows.map(({ t }) => t)
}

function markArrays(cells: Changed, zoneOf: ZoneOf) {
  const buckets = new Map<string, Dirty>()
  let last: Pick<CellId, "shop" | "metric" | "minute"> | undefined
  for (const cell of cells) {
    const { shop, metric, minute } = cell
    // Cells of a slice stand together.
    if (last && last.minute === minute && last.metric === metric && last.shop === shop) continue
    last = cell
    for (const grain of ["hour", "day"] as const) {
      const t = bucketOf(grain, zoneOf(shop), minute * MINUTE).start
      buckets.set(`${grain} ${t} ${metric} ${shop}`, { shop, metric, grain, t })
    }
  }
  const marks = [...buckets.values()]
  return {
    shops: texts(marks.map(({ shop }) => encodeText(shop))),
    metrics: texts(marks.map(({ metric }) => metric)),
    grains: texts(marks.map(({ grain }) => grain)),
    starts: times(marks.map(({ t }) => t)),
  }
}
