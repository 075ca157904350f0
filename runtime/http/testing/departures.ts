/** The part of JSON Schema that `/openapi.json` uses. */
export interface JsonSchema {
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly JsonSchema[]
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  items?: JsonSchema
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Where a value departs from a schema as a client generated from it would see it; empty where it does not. */
export function departures(schema: JsonSchema & { format?: string }, value: unknown, at = "$"): string[] {
  if (schema.anyOf) {
    const tried = schema.anyOf.map(option => departures(option, value, at))
    return tried.find(found => found.length === 0) ?? tried.flat()
  }
  if ("const" in schema && schema.const !== value) return [`${at}: not ${schema.const}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: not one of ${schema.enum}`]
  if (schema.format === "date-time" && typeof value === "string" && !ISO.test(value)) return [`${at}: no time`]
  if (schema.type === undefined) return []
  if (![schema.type].flat().some(type => isOf(type, value)))
    return [`${at}: expected ${[schema.type].flat().join(" or ")}, got ${JSON.stringify(value)}`]
  if (Array.isArray(value)) return value.flatMap((entry, i) => departures(schema.items ?? {}, entry, `${at}[${i}]`))
  if (typeof value !== "object" || value === null) return []
  const missing = (schema.required ?? []).filter(name => !(name in value)).map(name => `${at}.${name}: missing`)
  const present = Object.entries(schema.properties ?? {}).filter(([name]) => name in value)
  return [
    ...missing,
    ...present.flatMap(([name, part]) => departures(part, (value as Record<string, unknown>)[name], `${at}.${name}`)),
  ]
}

function isOf(type: string, value: unknown): boolean {
  if (type === "null") return value === null
  if (type === "array") return Array.isArray(value)
  if (type === "integer") return Number.isInteger(value)
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value)
  return typeof value === type
}
