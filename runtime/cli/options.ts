import { InvalidArgumentError } from "commander"
import type { Kind } from "../config/kinds.ts"
import { whole } from "../config/kinds.ts"

/** Readers of option values, for commander: they answer the value or say what was expected. */

export function readAs<Value>(kind: Kind<Value>): (text: string) => Value {
  return text => {
    const value = kind.read(text, process.cwd())
    if (value === undefined) throw new InvalidArgumentError(`Expected ${kind.expected}.`)
    return value
  }
}

export const wholeNumber = (min: number, max: number) => readAs(whole(min, max))

/** Adds what one use of a repeatable option lists to what the earlier ones did. */
export function collect<Value>(kind: Kind<Value[]>): (text: string, before?: Value[]) => Value[] {
  const read = readAs(kind)
  return (text, before = []) => [...before, ...read(text)]
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90m`, `12h`, `30d`, as milliseconds. */
export const duration: Kind<number> = {
  expected: "a duration such as 90m, 12h or 30d",
  read: text => {
    const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
    return count && unit && Number(count) > 0 ? Number(count) * UNIT_MS[unit]! : undefined
  },
}

/** A day or an instant in UTC, as epoch milliseconds. */
export const instant: Kind<number> = {
  expected: "a time such as 2026-03-01 or 2026-03-01T12:30:00Z",
  read: text => {
    const t = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
      ? Date.parse(text)
      : Number.NaN
    return Number.isNaN(t) ? undefined : t
  },
}

/** ISO 4217. */
export const currency: Kind<string> = {
  expected: "a currency such as EUR",
  read: text => (Intl.supportedValuesOf("currency").includes(text.toUpperCase()) ? text.toUpperCase() : undefined),
}

/** IANA. */
export const timezone: Kind<string> = {
  expected: "a time zone such as Europe/Berlin",
  read: text => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone
    } catch {
      return undefined
    }
  },
}

/** Metrics and the other paths under `/api/metrics/` that a widget may read. */
export const metricName: Kind<string> = {
  expected: "names as in /api/metrics/{name}",
  read: text => (/^[a-z][a-z0-9_]{0,62}(\/[a-z]+)?$/.test(text) ? text : undefined),
}

/** `country=DE`, as a widget token locks it. */
export const filter: Kind<Record<string, string>> = {
  expected: "a dimension and its value, such as country=DE",
  read: text => {
    const [, dimension, value] = /^([a-z][a-z0-9_]{0,62})=(.{1,200})$/.exec(text) ?? []
    return dimension && value ? { [dimension]: value } : undefined
  },
}

/** `when=timestamp,sku=product.id`: names and what each stands for. */
export const assignments: Kind<[string, string][]> = {
  expected: "pairs such as when=timestamp,sku=product.id",
  read: text => {
    const pairs = text.split(",").map(pair => /^([^=]+)=(.+)$/.exec(pair.trim()))
    return pairs.every(pair => pair !== null)
      ? pairs.map(([, name, value]) => [name!.trim(), value!.trim()])
      : undefined
  },
}
