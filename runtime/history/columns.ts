import type { TSchema } from "@sinclair/typebox"
import type { ShopEvent } from "../../sdk/event.ts"
import { EventSchema } from "../collect/schema.ts"

/** The fields of an event as a table has them: objects by their parts, lists and `properties` as JSON in one column. */
export const EVENT_COLUMNS: readonly string[] = leavesOf(EventSchema)

/** What the schema says of a field such as `product.id`; undefined where there is no such field. */
export function schemaAt(path: string): TSchema | undefined {
  let schema: TSchema | undefined = EventSchema
  for (const name of path.split(".")) {
    const fields: Record<string, TSchema> | undefined = schema?.properties
    schema = fields && Object.hasOwn(fields, name) ? fields[name] : undefined
  }
  return schema
}

/** What an event has in each of `EVENT_COLUMNS`, as text or number. */
export function fieldsOf(event: ShopEvent): (string | number | undefined)[] {
  return EVENT_COLUMNS.map(path => {
    let value: unknown = event
    for (const name of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[name]
    return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as string | number | undefined)
  })
}

function leavesOf(schema: TSchema, above = ""): string[] {
  return Object.entries<TSchema>(schema.properties).flatMap(([name, field]) =>
    field.properties ? leavesOf(field, `${above}${name}.`) : [`${above}${name}`],
  )
}
