import type { TSchema } from "@sinclair/typebox"
import { EventSchema } from "../collect/schema.ts"

export interface Mapping {
  /** Which field of the event a column fills, as a path such as `product.id`; other columns fill the field of their name. */
  columns: Readonly<Record<string, string>>
  /** Fields that no column holds, such as `event_type`, the same for all records. */
  constants: Readonly<Record<string, string>>
}

/** The event that a record describes, not yet judged. Texts become numbers where the event has a number. */
export function eventOf(fields: Readonly<Record<string, unknown>>, { columns, constants }: Mapping): object {
  const event: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(constants)) put(event, path, value)
  for (const [column, value] of Object.entries(fields)) {
    if (value !== "") put(event, columns[column] ?? column, value)
  }
  return event
}

/** Whether an event has such a field, or may have: `properties` are the shop's own. */
export function isField(path: string): boolean {
  return schemaAt(path) !== undefined || /^properties\.[^.]+$/.test(path)
}

function put(event: Record<string, unknown>, path: string, value: unknown): void {
  if (!isField(path)) return
  const names = path.split(".")
  const last = names.pop()!
  let place = event
  for (const name of names) {
    // A column may have the name of what others fill in parts, such as `product`: the parts tell more.
    if (typeof place[name] !== "object" || place[name] === null) place[name] = {}
    place = place[name] as Record<string, unknown>
  }
  place[last] = isNumeric(schemaAt(path)) ? asNumber(value) : value
}

/** What is no number stays as it is, for the verdict to quote. */
function asNumber(value: unknown): unknown {
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value
}

const isNumeric = (schema: TSchema | undefined): boolean => schema?.type === "number" || schema?.type === "integer"

function schemaAt(path: string): TSchema | undefined {
  let schema: TSchema | undefined = EventSchema
  for (const name of path.split(".")) {
    const fields: Record<string, TSchema> | undefined = schema?.properties
    schema = fields && Object.hasOwn(fields, name) ? fields[name] : undefined
  }
  return schema
}
