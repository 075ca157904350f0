import { encodeText, UNSTORABLE } from "./text.ts"

/**
 * Arrays as PostgreSQL reads them, for `unnest`: a thousand rows are one parameter for each column instead of thousands
 * of parameters.
 */

/** @example texts(["a", null, 'b"c']) // {"a",NULL,"b\"c"} */
export function texts(values: readonly (string | null)[]): string {
  // Hardly any text needs escapes: one look at all of them costs less than one at each.
  if (values.length > 0 && !values.includes(null) && !/["\\]/.test(values.join("\n")))
    return `{"${values.join('","')}"}`
  return `{${values.map(value => (value === null ? "NULL" : `"${value.replace(/["\\]/g, "\\$&")}"`)).join()}}`
}

/** Texts that need not be as PostgreSQL can hold them (`text.ts`). */
export function anyTexts(values: readonly (string | null)[]): string {
  return texts(UNSTORABLE.test(values.join("\n")) ? values.map(value => value && encodeText(value)) : values)
}

/**
 * JSON documents for `string_to_array(…, chr(31), '')::json[]`. They are full of quotes, which an array's own notation
 * would have escaped here and unescaped there; a unit separator stands in no JSON, and nothing is an empty text.
 */
export function documents(values: readonly (string | null)[]): string {
  return values.join("\x1f")
}

/** Also of texts that need no quotes: numbers, UUIDs. */
export function numbers(values: readonly (number | string | null)[]): string {
  return `{${values.map(value => value ?? "NULL").join()}}`
}

export function bytes(values: readonly (Uint8Array | null)[]): string {
  return `{${values.map(value => (value ? `"\\\\x${Buffer.from(value).toString("hex")}"` : "NULL")).join()}}`
}

/** ISO 8601 and whatever else `Date` reads, as `timestamptz[]`. */
export function dates(values: readonly string[]): string {
  return `{${values.map(value => `"${CANONICAL.test(value) ? value : timestamp(Date.parse(value))}"`).join()}}`
}

/** As the collector writes times; the last days of a month are left to `Date`, which knows how long it is. */
const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** Epoch milliseconds as `timestamptz[]`. */
export function times(values: readonly number[]): string {
  let [last, text] = [Number.NaN, ""]
  // Neighbours are often of the same minute.
  const of = (value: number) => {
    if (value !== last) [last, text] = [value, `"${timestamp(value)}"`]
    return text
  }
  return `{${values.map(of).join()}}`
}

/** Epoch milliseconds as text that PostgreSQL reads as the same instant, also in years that ISO 8601 writes with a sign. */
export function timestamp(at: number): string {
  const iso = new Date(at).toISOString()
  if (iso.startsWith("-")) return `${iso.slice(3, -1)}+00 BC`
  return iso.startsWith("+") ? iso.slice(1) : iso
}
