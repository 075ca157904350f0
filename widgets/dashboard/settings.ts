import { humanize } from "../base/words.ts"

/** How a shop has an alert or a channel, as `GET /api/alerts/settings` says it. */
export interface Configured {
  name: string
  title: string
  description?: string
  /** null: a channel that was never set up and cannot do without. */
  settings: {
    enabled: boolean
    /** Of an alert: minutes. */
    cooldown?: number
    /** Of a channel: the least severity it tells. */
    minimum?: string
    config: unknown
  } | null
  /** Absent where the plugin's schema does not say. */
  form?: readonly Field[]
}

/** What a form asks for. Secrets that are set come hidden and, sent back so, stay as they are. */
export interface Field {
  name: string
  title: string
  type: "number" | "text" | "choice"
  min?: number
  max?: number
  of?: readonly string[]
  default?: unknown
  secret?: boolean
}

export interface AllSettings {
  alerts: readonly Configured[]
  channels: readonly Configured[]
}

/** The fields a plugin names; else one for each number or text that it has now. */
export function fieldsOf({ form, settings }: Configured): readonly Field[] {
  if (form) return form
  return Object.entries(valuesOf(settings?.config)).flatMap(([name, value]): Field[] => {
    if (typeof value === "number") return [{ name, title: humanize(name), type: "number" }]
    return typeof value === "string" ? [{ name, title: humanize(name), type: "text" }] : []
  })
}

export const valuesOf = (config: unknown): Record<string, unknown> =>
  typeof config === "object" && config !== null ? { ...config } : {}

/** What somebody filled in: empty fields are left out, so that they keep what they were. */
export function filledIn(fields: readonly Field[], data: FormData): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const text = data.get(name)
      return typeof text === "string" && text !== "" ? [[name, type === "number" ? Number(text) : text]] : []
    }),
  )
}
