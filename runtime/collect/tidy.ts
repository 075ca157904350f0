import type { TSchema } from "@sinclair/typebox"
import { EventSchema } from "./schema.ts"

/** The fields a schema names: each with the fields below it, or null where there are none to look into. */
type Known = Map<string, Known | null>

const EVENT = knownFields(EventSchema)!

/**
 * Keeps of a raw event what the wire type names, and drops nulls and empty strings: senders mean "absent" by them, and
 * an order id of `""` must never join orders together. The values of `properties` are the shop's own and stay.
 * An event that has nothing to drop is returned as it is, uncopied.
 */
export function tidy(event: object): object {
  return tidied(event, EVENT)
}

function tidied<T extends object>(value: T, known: Known): T {
  const entries = value as Record<string, unknown>
  for (const key in entries) {
    if (tidyField(entries[key], known.get(key)) !== entries[key]) return copied(entries, known) as T
  }
  return value
}

/** Copies by known names only, so a key like `__proto__` is never written. */
function copied(entries: Record<string, unknown>, known: Known): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key in entries) {
    const field = tidyField(entries[key], known.get(key))
    if (field !== undefined) copy[key] = field
  }
  return copy
}

/** @returns undefined for what is dropped; JSON itself has no undefined */
function tidyField(value: unknown, known: Known | null | undefined): unknown {
  if (known === undefined || value === null || value === "") return undefined
  if (known === null || typeof value !== "object") return value
  return Array.isArray(value) ? tidiedAll(value, known) : tidied(value, known)
}

function tidiedAll(values: unknown[], known: Known): unknown[] {
  const each = values.map(value => (isObject(value) ? tidied(value, known) : value))
  return each.some((value, i) => value !== values[i]) ? each : values
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function knownFields(schema: TSchema): Known | null {
  if (schema.type === "array") return knownFields(schema.items)
  if (!schema.properties) return null
  const properties: [string, TSchema][] = Object.entries(schema.properties)
  return new Map(properties.map(([key, child]) => [key, knownFields(child)]))
}
