import { parse } from "csv-parse"
import { LIMITS } from "../collect/limits.ts"
import { findMalformed } from "../collect/malformed.ts"
import { storable } from "../collect/storable.ts"
import { structure } from "../collect/structure.ts"
import { unguarded } from "../query/csv.ts"
import { linesOf } from "./lines.ts"
import type { Source } from "./source.ts"

export type Format = "ndjson" | "csv"

/** One record of a file: what it holds, or why it cannot be read. `line` counts from 1. */
export type Row = { line: number } & ({ fields: Record<string, unknown> } | { fault: string })

/** The records of a file in order. One that is longer than a whole request may be is not held in memory. */
export function rowsOf({ stream }: Pick<Source, "stream">, format: Format): AsyncIterable<Row> {
  return format === "csv" ? csvRows(stream) : ndjsonRows(stream)
}

const TOO_LONG = `expected a record of at most ${LIMITS.bodyBytes} bytes, got a longer one`

const ENDLESS = `${TOO_LONG}: is a quotation mark left open? The file was not read from here on`

async function* ndjsonRows(stream: Source["stream"]): AsyncIterable<Row> {
  const utf8 = new TextDecoder()
  for await (const { number: line, bytes } of linesOf(stream, LIMITS.bodyBytes)) {
    if (!bytes) yield { line, fault: TOO_LONG }
    else {
      const text = utf8.decode(bytes)
      if (text.trim() !== "") yield { line, ...parsed(text, bytes) }
    }
  }
}

/** As the collector reads a body: nothing is parsed that would be too deep to be looked at. */
function parsed(text: string, bytes: Buffer): { fields: Record<string, unknown> } | { fault: string } {
  const { depth, unicodeEscapes } = structure(bytes)
  if (depth > LIMITS.bodyDepth) return { fault: `expected at most ${LIMITS.eventDepth} levels, got ${depth}` }
  try {
    const value: unknown = JSON.parse(unicodeEscapes ? storable(text) : text)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { fields: { ...value } }
    return { fault: `expected a JSON object, got ${Array.isArray(value) ? "an array" : JSON.stringify(value)}` }
  } catch {
    return { fault: malformed(text) }
  }
}

function malformed(text: string): string {
  const where = findMalformed(text)
  if (!where) return "expected a JSON object, got something that cannot be read as JSON"
  const came = where.came === "" ? "the line ended" : `got ${JSON.stringify(where.came)}`
  return `expected ${where.expected} at column ${where.column}, ${came}`
}

/**
 * The first record names the columns. A record of another length is read as far as it goes. After one that does not end
 * nobody knows where the next begins: it is the last.
 */
async function* csvRows(stream: Source["stream"]): AsyncIterable<Row> {
  const faults: Row[] = []
  let last = 1
  let endless = Number.POSITIVE_INFINITY
  const records = parse({
    ...{ columns: true, bom: true, info: true, trim: true, max_record_size: LIMITS.bodyBytes },
    ...{ skip_empty_lines: true, relax_column_count: true, skip_records_with_error: true },
    on_skip(error) {
      // Two stray quotes are two faults of one record.
      const line = Number(error?.lines ?? 0)
      if (error?.code === "CSV_MAX_RECORD_SIZE") endless = Math.min(endless, line)
      else if (line < endless && faults.at(-1)?.line !== line)
        faults.push({ line, fault: error?.message ?? "expected a CSV record" })
    },
  })
  stream.on("error", error => records.destroy(error)).pipe(records)
  for await (const { record, info } of records) {
    // The parser reads ahead: a later record's fault waits for its turn, so that every run sees the same order.
    while (faults[0] && faults[0].line <= info.lines) yield faults.shift()!
    if (info.lines >= endless) {
      stream.destroy()
      break
    }
    last = info.lines
    yield { line: info.lines, fields: readFields(record) }
  }
  yield* faults
  if (endless < Number.POSITIVE_INFINITY) yield { line: Math.max(last, faults.at(-1)?.line ?? 0) + 1, fault: ENDLESS }
}

/** Texts as they were before a spreadsheet was kept from running them, and without what no database holds. */
function readFields(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([column, text]) => [column, unguarded(text).replaceAll("\0", "\ufffd")]),
  )
}
