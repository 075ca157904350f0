import { csvRecord } from "../../query/csv.ts"
import type { RawEvent, RawQuery, Store } from "../../store/store.ts"
import { EVENT_COLUMNS, fieldsOf } from "../columns.ts"
import type { Format } from "../rows.ts"

export interface EventExport {
  store: Pick<Store, "rawEvents">
  query: Pick<RawQuery, "shop" | "from" | "to">
  format: Format
  /** Told after each page: how many events it has come to, and the time of the last, epoch ms. */
  onProgress?(events: number, at: number): void
}

/** Some 500 KB as text: a page on its way is all that is held in memory. */
const AT_ONCE = 1_000

/** Beside the event: who sent it, which an import goes by, and when it came in, which is for people. */
const BESIDE = ["sent_by", "received_at"] as const
const COLUMNS = [...EVENT_COLUMNS, ...BESIDE]

/**
 * The raw events of a shop by their own time, oldest first, as text in pieces. `importFile` reads it again and comes to
 * the same numbers. Events that come in meanwhile are in it where their time is still ahead.
 */
export async function* exportEvents({ store, query, format, onProgress }: EventExport): AsyncIterable<string> {
  if (format === "csv") yield csvRecord(COLUMNS)
  let events = 0
  let cursor: string | undefined
  do {
    const { rows, next } = await store.rawEvents(query, AT_ONCE, cursor)
    const last = rows.at(-1)
    if (last) {
      yield format === "csv" ? rows.map(recordOf).join("") : rows.map(lineOf).join("")
      events += rows.length
      onProgress?.(events, Date.parse(last.event.timestamp))
    }
    cursor = next
  } while (cursor !== undefined)
}

function lineOf({ event, source, received_at }: RawEvent): string {
  return `${JSON.stringify({ ...event, sent_by: source, received_at })}\n`
}

function recordOf({ event, source, received_at }: RawEvent): string {
  return csvRecord([...fieldsOf(event), source, received_at])
}
