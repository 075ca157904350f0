import type { TSchema } from "@sinclair/typebox"
import { LIMITS } from "../collect/limits.ts"
import { storable } from "../collect/storable.ts"
import { structure } from "../collect/structure.ts"
import { schemaAt } from "./columns.ts"

export interface Mapping {
  /** Which field of the event a column fills, as a path such as `product.id`; other columns fill the field of their name. */
  columns: Readonly<Record<string, string>>
  /** Fields that no column holds, such as `event_type`, the same for all records. */
  constants: Readonly<Record<string, string>>
}

/** Beside the event: `browser` or `server`, as an exported file says it. */
export const SENT_BY = "sent_by"

/** The event that a record describes, not yet judged. Texts become numbers and lists where the event has such. */
export function eventOf(fields: Readonly<Record<string, unknown>>, { columns, constants }: Mapping): object {
  const event: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(constants)) put(event, path, value)
  for (const [column, value] of Object.entries(fields)) {
    if (value !== "") put(event, columns[column] ?? column, value)
  }
  return event
}

/** What a record says in the given field, before anybody has judged it; undefined where it says nothing. */
export function saidIn(
  fields: Readonly<Record<string, unknown>>,
  { columns, constants }: Mapping,
  field: string,
): unknown {
  const column = Object.keys(fields).find(name => (columns[name] ?? name) === field && fields[name] !== "")
  return column === undefined ? constants[field] : fields[column]
}

/** Whether a column or a constant may fill such a field: one of the event, or of `properties`, which are the shop's own. */
export function isField(path: string): boolean {
  return path === SENT_BY || isEventField(path)
}

function isEventField(path: string): boolean {
  return schemaAt(path) !== undefined || /^properties\.[^.]+$/.test(path)
}

function put(event: Record<string, unknown>, path: string, value: unknown): void {
  if (!isEventField(path)) return
  const names = path.split(".")
  const last = names.pop()!
  let place = event
  for (const name of names) {
    // A column may have the name of what others fill in parts, such as `product`: the parts tell more.
    if (typeof place[name] !== "object" || place[name] === null) place[name] = {}
    place = place[name] as Record<string, unknown>
  }
  place[last] = readAs(schemaAt(path), value)
}

/** A text as what the schema wants there. What cannot be read so stays as it is, for the verdict to quote. */
function readAs(schema: TSchema | undefined, value: unknown): unknown {
  if (typeof value !== "string") return value
  if (schema?.type === "number" || schema?.type === "integer") return asNumber(value)
  return schema?.type === "array" || schema?.type === "object" ? asJson(value) : value
}

function asNumber(text: string): unknown {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text
}

function asJson(text: string): unknown {
  if (structure(Buffer.from(text)).depth > LIMITS.bodyDepth) return text
  try {
    return JSON.parse(storable(text))
  } catch {
    return text
  }
}
