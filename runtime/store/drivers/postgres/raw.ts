import type { Offset } from "../../../log/log.ts"
import type { DeadLetter, KeptLetter, Page, RawEvent, RawQuery, Writer } from "../../store.ts"
import { anyTexts, dates, documents, numbers, texts, timestamp } from "./arrays.ts"
import type { Queries } from "./connect.ts"
import type { Line } from "./session.ts"
import { decodeText, encodeText } from "./text.ts"

interface Row {
  shop: string
  source: RawEvent["source"]
  received_at: string
  log_offset: Offset
  body: string
}

type PagedRow = Row & { t: number; writer: number }

const COLUMNS = "shop, source, received_at, log_offset, body"

/** Raw events of several writers in one statement; one for each would cost twice as much. */
export async function appendRaw(
  line: Line,
  parts: readonly { writer: number; events: readonly RawEvent[] }[],
): Promise<void> {
  const events = parts.flatMap(part => part.events)
  if (events.length === 0) return
  const writers = parts.flatMap(part => part.events.map(() => part.writer))
  const bodies = documents(events.map(({ event, text }) => text ?? JSON.stringify(event)))
  await line.run(
    sql => sql`
      insert into events_raw (shop, time, received_at, type, session, order_id, source, writer, log_offset, body)
      select shop, time, received_at, type, session, order_id, source, writer, log_offset, body
      from unnest(
        ${anyTexts(events.map(({ shop }) => shop))}::text[],
        ${dates(events.map(({ event }) => event.timestamp))}::timestamptz[],
        ${texts(events.map(({ received_at }) => received_at))}::text[],
        ${anyTexts(events.map(({ event }) => event.event_type))}::text[],
        ${anyTexts(events.map(({ event }) => event.session_id ?? null))}::text[],
        ${anyTexts(events.map(({ event }) => orderOf(event)))}::text[],
        ${texts(events.map(({ source }) => source))}::text[],
        ${numbers(writers)}::int[],
        ${numbers(events.map(({ offset }) => offset))}::bigint[],
        string_to_array(${bodies}, chr(31), '')::json[])
        as appended (shop, time, received_at, type, session, order_id, source, writer, log_offset, body)`,
  )
}

/** Only what the ledger counts is found by its order: the others would make the index large. */
function orderOf({ event_type, order_id }: RawEvent["event"]): string | null {
  if (order_id === undefined || (event_type !== "purchase" && event_type !== "refund")) return null
  return order_id
}

export async function bury(line: Line, writer: number, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return
  const shops = texts(letters.map(({ shop }) => (shop === undefined ? null : encodeText(shop))))
  const poisons = texts(letters.map(({ poison }) => encodeText(poison)))
  const reasons = texts(letters.map(({ reason }) => encodeText(reason)))
  await line.run(
    sql => sql`
      insert into dead_letters (shop, writer, log_offset, poison, reason)
      select shop, ${writer}::int, log_offset, poison, reason
      from unnest(${shops}::text[], ${numbers(letters.map(({ offset }) => offset))}::bigint[], ${poisons}::text[], ${reasons}::text[])
        with ordinality as buried (shop, log_offset, poison, reason, place)
      order by place`,
  )
}

/** Raw events and dead letters as committed. */
export function rawReads(sql: Queries) {
  return {
    async recent(shop: string, limit: number): Promise<RawEvent[]> {
      const rows = await sql<Row[]>`
        select ${sql.unsafe(COLUMNS)} from events_raw where shop = ${encodeText(shop)}
        order by time desc, log_offset desc limit ${limit}`
      return rows.map(decode)
    },
    async between(
      { shop, from, to, session, order }: RawQuery,
      limit: number,
      cursor?: string,
    ): Promise<Page<RawEvent>> {
      const [t, writer, offset] = cursor === undefined ? [from, -1, -1] : (JSON.parse(cursor) as number[])
      const rows = await sql<PagedRow[]>`
        select ${sql.unsafe(COLUMNS)}, (extract(epoch from time) * 1000)::bigint as t, writer from events_raw
        where shop = ${encodeText(shop)}
          and time >= ${timestamp(t!)}::timestamptz and time < ${timestamp(to)}::timestamptz
          and (time, writer, log_offset) > (${timestamp(t!)}::timestamptz, ${writer!}, ${offset!})
          ${session === undefined ? sql`` : sql`and session = ${encodeText(session)}`}
          ${order === undefined ? sql`` : sql`and order_id = ${encodeText(order)}`}
        order by time, writer, log_offset limit ${limit}`
      const last = rows.length === limit ? rows.at(-1) : undefined
      return {
        rows: rows.map(decode),
        ...(last ? { next: JSON.stringify([last.t, last.writer, last.log_offset]) } : {}),
      }
    },
    async scan({ log, partition }: Writer, from: Offset, limit: number): Promise<RawEvent[]> {
      const rows = await sql<Row[]>`
        select ${sql.unsafe(COLUMNS)} from events_raw
        where writer = (select writer from checkpoints where log = ${log} and partition = ${partition})
          and log_offset >= ${from}
        order by log_offset limit ${limit}`
      return rows.map(decode)
    },
    async deadLetters(limit: number): Promise<KeptLetter[]> {
      const rows = await sql<LetterRow[]>`
        select shop, log, partition, letter.log_offset as "offset", poison, reason, resubmitted_at
        from dead_letters as letter join checkpoints using (writer) order by number desc limit ${limit}`
      return rows.map(({ shop, resubmitted_at, poison, reason, ...row }) => ({
        ...row,
        poison: decodeText(poison),
        reason: decodeText(reason),
        ...(shop === null ? {} : { shop: decodeText(shop) }),
        ...(resubmitted_at === null ? {} : { resubmitted_at: resubmitted_at.toISOString() }),
      }))
    },
    async markResubmitted(letters: readonly (Writer & { offset: Offset })[]): Promise<void> {
      await sql`
        update dead_letters as letter set resubmitted_at = now()
        from unnest(${texts(letters.map(({ log }) => log))}::text[], ${numbers(letters.map(({ partition }) => partition))}::int[],
          ${numbers(letters.map(({ offset }) => offset))}::bigint[]) as sent (log, partition, log_offset)
        join checkpoints using (log, partition)
        where letter.writer = checkpoints.writer and letter.log_offset = sent.log_offset and resubmitted_at is null`
    },
    /** Drops up to `limit` dead letters buried before `before`, and says how many. */
    async dropLetters(before: number, limit: number): Promise<number> {
      const { count } = await sql`
        delete from dead_letters where number in (
          select number from dead_letters where buried_at < ${timestamp(before)}::timestamptz limit ${limit})`
      return count
    },
  }
}

type LetterRow = Omit<KeptLetter, "shop" | "resubmitted_at"> & { shop: string | null; resubmitted_at: Date | null }

const decode = ({ shop, source, received_at, log_offset, body }: Row): RawEvent => ({
  shop: decodeText(shop),
  source,
  received_at,
  offset: log_offset,
  event: JSON.parse(body),
})
