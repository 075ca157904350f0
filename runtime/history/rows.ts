import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { parse } from "csv-parse"

export type Format = "ndjson" | "csv"

/** One record of a file: what it holds, or why it cannot be read. `line` counts from 1. */
export type Row = { line: number } & ({ fields: Record<string, unknown> } | { fault: string })

/** The records of a file in order, read as a stream: a file may be larger than memory. */
export function rowsOf(file: string, format: Format): AsyncIterable<Row> {
  return format === "csv" ? csvRows(file) : ndjsonRows(file)
}

async function* ndjsonRows(file: string): AsyncIterable<Row> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() !== "") yield { line, ...parsed(text) }
  }
}

function parsed(text: string): { fields: Record<string, unknown> } | { fault: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { fields: { ...value } }
    return { fault: "expected a JSON object" }
  } catch (error) {
    return { fault: `expected a JSON object: ${error instanceof Error ? error.message : error}` }
  }
}

/** The first record names the columns. A record of another length is read as far as it goes. */
async function* csvRows(file: string): AsyncIterable<Row> {
  const faults: Row[] = []
  const records = createReadStream(file).pipe(
    parse({
      ...{ columns: true, bom: true, info: true, trim: true },
      ...{ skip_empty_lines: true, relax_column_count: true, skip_records_with_error: true },
      on_skip(error) {
        // Two stray quotes are two faults of one record.
        const line = Number(error?.lines ?? 0)
        if (faults.at(-1)?.line !== line) faults.push({ line, fault: error?.message ?? "expected a CSV record" })
      },
    }),
  )
  for await (const { record, info } of records) {
    // The parser reads ahead: a later record's fault waits for its turn, so that every run sees the same order.
    while (faults[0] && faults[0].line <= info.lines) yield faults.shift()!
    yield { line: info.lines, fields: record }
  }
  yield* faults
}
