import { Refusal } from "../errors.ts"
import type { MetricAnswer } from "./answer.ts"

/**
 * A metric's answer as one table, RFC 4180: its series, its top values, or its single row.
 * @throws Refusal bad_parameter when both a series and top values were asked for: a file holds one table
 * @example "t,value\r\n2025-01-03T10:30:00.000Z,129.5\r\n"
 */
export function toCsv({ series, top, ...answer }: MetricAnswer): string {
  if (series && top) throw new Refusal("bad_parameter", "step, by: expected one of them for CSV, got both; ask twice")
  if (series)
    return table(
      ["t", "value"],
      series.map(({ t, value }) => [t, value]),
    )
  if (top)
    return table(
      ["key", "value"],
      top.map(({ key, value }) => [key, value]),
    )
  const { metric, unit, currency, value, previous, change, as_of } = answer
  return table(
    ["metric", "unit", "currency", "value", "previous", "change", "as_of"],
    [[metric, unit, currency, value, previous, change, as_of]],
  )
}

/** Objects as a table, in the order of the columns. */
export function toTable(columns: readonly string[], records: readonly Readonly<Record<string, Field>>[]): string {
  return table(
    columns,
    records.map(record => columns.map(column => record[column])),
  )
}

export type Field = string | number | null | undefined

function table(header: readonly string[], rows: readonly Field[][]): string {
  return [header, ...rows].map(csvRecord).join("")
}

/** One record of a file, its line end included. `unguarded` takes back what is done to a text that looks like a formula. */
export function csvRecord(values: readonly Field[]): string {
  return `${values.map(field).join(",")}\r\n`
}

/**
 * Keys come from storefronts, so anyone can choose them: a spreadsheet must not run one as a formula. Apostrophes before
 * it are counted in, so that what was put there can be told from what was there.
 */
const FORMULA = /^'*\s*[=+\-@\t\r]/

/** A text as it was before it was written to a file. */
export function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}

function field(value: Field): string {
  if (value === null || value === undefined) return ""
  if (typeof value === "number") return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Whether a request wants a file for a spreadsheet. */
export const acceptsCsv = (request: Request): boolean => /\btext\/csv\b/i.test(request.headers.get("accept") ?? "")

export function csvFile(name: string, text: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  })
}
