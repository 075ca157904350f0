import type { StandardSchemaV1 } from "@standard-schema/spec"

/**
 * What a shop may set of an alert or a channel: a schema of any library that speaks Standard Schema (Zod, Valibot,
 * ArkType …), or the few fields below, which need no library. An empty object must be valid input or be refused with
 * what is missing: it is what a shop has that never set anything.
 */
export type Settings<Config> = StandardSchemaV1<unknown, Config>

/** The type that a schema's output has. */
export type ConfigOf<Schema extends StandardSchemaV1> = StandardSchemaV1.InferOutput<Schema>

/** One setting: reads what was given, or throws a `RangeError` that says what was expected. */
export interface Field<Value> {
  title: string
  default?: Value
  /** What a form needs to ask for it. */
  input: FieldInput
  read(given: unknown): Value
}

export type FieldInput =
  | { type: "number"; min?: number; max?: number }
  | { type: "text" }
  | { type: "choice"; of: readonly string[] }

/** A setting as a form asks for it. */
export type FormField = FieldInput & { name: string; title: string; default?: unknown }

/** Settings that say what a form needs to ask for them. */
export interface WithForm {
  form: readonly FormField[]
}

interface NumberOptions<D extends number | undefined> {
  title: string
  default: D
  min?: number
  max?: number
}

/** A number within bounds, both included. @example number({ title: "Percent", default: 50, min: 0 }) */
export function number({
  title,
  default: fallback,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
}: NumberOptions<number>): Field<number> {
  const bounds = { ...(Number.isFinite(min) && { min }), ...(Number.isFinite(max) && { max }) }
  return {
    title,
    default: fallback,
    input: { type: "number", ...bounds },
    read(given) {
      if (typeof given === "number" && given >= min && given <= max) return given
      throw new RangeError(`expected a number from ${min} to ${max}, got ${JSON.stringify(given)}`)
    },
  }
}

/** A text; without a default it must be given. `matching` says in words what `pattern` means. */
export function text(options: { title: string; default?: string; pattern?: RegExp; matching?: string }): Field<string> {
  const { title, default: fallback, pattern, matching = `a text like ${pattern}` } = options
  return {
    title,
    default: fallback,
    input: { type: "text" },
    read(given) {
      if (typeof given === "string" && given !== "" && (pattern?.test(given) ?? true)) return given
      // Never echoed: it may be a secret.
      throw new RangeError(`expected ${pattern ? matching : "a text"}`)
    },
  }
}

/** One of a few words. */
export function choice<const Word extends string>(options: {
  title: string
  default: Word
  of: readonly Word[]
}): Field<Word> {
  return {
    title: options.title,
    default: options.default,
    input: { type: "choice", of: options.of },
    read(given) {
      const found = options.of.find(word => word === given)
      if (found !== undefined) return found
      throw new RangeError(`expected one of ${options.of.join(", ")}, got ${JSON.stringify(given)}`)
    },
  }
}

type Fields = Readonly<Record<string, Field<unknown>>>
type ValuesOf<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never }

/**
 * A schema of fields. What is not given takes its default; a name that is no field is refused, because it is a typo.
 * @example
 * settings: fields({ threshold: number({ title: "Percent above normal", default: 50, min: 1 }) })
 */
export function fields<F extends Fields>(of: F): Settings<ValuesOf<F>> & WithForm {
  return {
    form: Object.entries(of).map(([name, { title, default: fallback, input }]) => ({
      ...{ name, title, ...input },
      ...(fallback !== undefined && { default: fallback }),
    })),
    "~standard": {
      version: 1,
      vendor: "shopstream",
      validate(given) {
        if (typeof given !== "object" || given === null || Array.isArray(given)) {
          return { issues: [{ message: `expected an object with ${Object.keys(of).join(", ")}` }] }
        }
        const values: Record<string, unknown> = {}
        const issues: StandardSchemaV1.Issue[] = Object.keys(given)
          .filter(name => !Object.hasOwn(of, name))
          .map(name => ({ path: [name], message: `is no setting; expected ${Object.keys(of).join(", ")}` }))
        for (const [name, field] of Object.entries(of)) {
          const value = (given as Record<string, unknown>)[name] ?? field.default
          try {
            values[name] = field.read(value)
          } catch (error) {
            issues.push({ path: [name], message: error instanceof Error ? error.message : String(error) })
          }
        }
        return issues.length > 0 ? { issues } : { value: values as ValuesOf<F> }
      },
    },
  }
}
