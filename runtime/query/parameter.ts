import { t } from "elysia"
import { Refusal } from "../errors.ts"
import { readInstant } from "./instant.ts"
import type { Restriction } from "./restriction.ts"
import type { Calendar } from "./window.ts"

/** What the allowed values of a question depend on. */
export interface Context extends Calendar {
  /** What `by` takes. */
  dimensions: readonly string[]
  /** What `filter` can restrict to a value. */
  filters: readonly string[]
}

/** One parameter of a query: what it reads as, what is allowed, and how `/openapi.json` describes it. */
export interface Parameter<Value> {
  /** undefined = not allowed */
  read(word: string, context: Context): Value | undefined
  /** Ends the sentence "expected …". */
  expected(context: Context): string
  doc: string
  schema: Readonly<Record<string, unknown>>
}

export type Table = Readonly<Record<string, Parameter<unknown>>>

export type Values<T extends Table> = { [Name in keyof T]?: T[Name] extends Parameter<infer Value> ? Value : never }

/**
 * Reads a query against a table.
 * @throws Refusal bad_parameter at the first one that is unknown, repeated or not allowed
 */
export function readTable<T extends Table>(table: T, params: URLSearchParams, context: Context): Values<T> {
  const values: Record<string, unknown> = {}
  const known = Object.keys(table)
  for (const [name, word] of params) {
    if (!known.includes(name))
      throw badParameter(name, `only the parameters ${known.join(", ") || "of another path"}`, word)
    if (name in values) throw badParameter(name, "it once", params.getAll(name).join(" and "))
    values[name] = table[name]!.read(word, context)
    if (values[name] === undefined) throw badParameter(name, table[name]!.expected(context), word)
  }
  return values as Values<T>
}

/** The 400 that names the parameter, what is allowed and what came. */
export function badParameter(parameter: string, expected: string, came: string): Refusal {
  const message = `${parameter}: expected ${expected}, got ${JSON.stringify(came)}`
  return new Refusal("bad_parameter", message, { parameter, expected, came })
}

/** A table as a schema for `/openapi.json`. It takes anything: refusing is `readTable`'s, whose answers say more. */
export function documented(table: Table) {
  const properties = Object.entries(table).map(([name, { doc, schema }]) => {
    return [name, t.Optional(t.Unsafe<string>(t.Any({ ...schema, description: doc })))] as const
  })
  return t.Object(Object.fromEntries(properties), { additionalProperties: true })
}

export function whole(most: (context: Context) => number, doc: string, schema = {}): Parameter<number> {
  return {
    read(word, context) {
      const number = /^\d{1,9}$/.test(word) ? Number(word) : 0
      return number >= 1 && number <= most(context) ? number : undefined
    },
    expected: context => `a whole number from 1 to ${most(context)}`,
    doc,
    schema: { type: "integer", minimum: 1, ...schema },
  }
}

export function oneOf<const Word extends string>(words: readonly Word[], doc: string): Parameter<Word> {
  return {
    read: word => words.find(allowed => allowed === word),
    expected: () => words.join(" or "),
    doc,
    schema: { type: "string", enum: words },
  }
}

export function instant(doc: string): Parameter<number> {
  return {
    read: (word, { zone }) => readInstant(word, zone),
    expected: () => "a time such as 2025-01-03T10:30:00Z, or a day of the shop such as 2025-01-03",
    doc: `${doc}: ISO 8601 with a zone, or a date, which means the shop's midnight`,
    schema: { type: "string", examples: ["2025-01-03T10:30:00Z", "2025-01-03"] },
  }
}

export function dimension(doc: string): Parameter<string> {
  return {
    read: (word, { dimensions }) => (dimensions.includes(word) ? word : undefined),
    expected: ({ dimensions }) => dimensions.join(" or ") || "none, for this metric has no dimensions",
    doc,
    schema: { type: "string", examples: ["product"] },
  }
}

const LONGEST_KEY = 256

export function restriction(doc: string): Parameter<Restriction> {
  return {
    read(word, { filters }) {
      const at = word.indexOf(":")
      const [dim, key] = [word.slice(0, at), word.slice(at + 1)]
      return at > 0 && key !== "" && key.length <= LONGEST_KEY && filters.includes(dim) ? { dim, key } : undefined
    },
    expected({ filters }) {
      if (filters.length === 0) return "none, for this cannot be restricted"
      return `a dimension and its value as in ${filters[0]}:…, of the dimensions ${filters.join(", ")}`
    },
    doc,
    schema: { type: "string", examples: ["country:DE"] },
  }
}
