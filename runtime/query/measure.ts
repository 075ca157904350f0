import type { MoneyReading } from "../../plugins/kit/money.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { CellRow, Shop, State } from "../store/store.ts"
import { bucketIndex, bucketStarts, GRAIN_OF, type Step } from "./buckets.ts"
import type { ReadCells, Slice } from "./cells.ts"
import { mergeStates, numericValue, otherMoney, readState, roundMoney, type StoredMetric } from "./states.ts"
import type { TimeRange } from "./window.ts"

/** What a metric came to in a range. */
export interface Measured {
  /** null: there is no such number, or it is withheld. */
  value: number | null
  /** One per bucket, where a step was asked for. */
  series: (number | null)[]
  /** Money in other currencies than the shop's, which `value` leaves out: major units by currency. */
  others: MoneyReading
  /** Where the metric reads as a ranking of its own: greatest first. */
  ranking?: { key: string; value: number }[]
}

export interface Scope {
  shop: Shop
  registry: Registry
  read: ReadCells
  /** The total, or what a widget token is locked to. */
  slice: Slice
  /** Whether a number may be told; a ratio made of one that may not is withheld too. */
  mayTell(plugin: StoredMetric, value: number): boolean
}

/** Measures a metric in a range, in total and per bucket; a derived one from its parts in the same range and buckets. */
export async function measure(plugin: Plugin, range: TimeRange, scope: Scope, step?: Step): Promise<Measured> {
  if (plugin.kind !== "derived") return measureStored(plugin, range, scope, step)
  const parts = await Promise.all(
    plugin.of.map(async name => [name, await measure(scope.registry.metrics.get(name)!, range, scope, step)] as const),
  )
  const derive = (pick: (part: Measured) => number | null) =>
    derived(plugin, Object.fromEntries(parts.map(([name, part]) => [name, pick(part)])), scope)
  const buckets = parts[0]?.[1].series ?? []
  return {
    value: derive(part => part.value),
    series: buckets.map((_, i) => derive(part => part.series[i]!)),
    others: parts.reduce<MoneyReading>((sum, [, { others }]) => addEach(sum, others), {}),
  }
}

async function measureStored(plugin: StoredMetric, range: TimeRange, scope: Scope, step?: Step): Promise<Measured> {
  const rows = await scope.read(plugin.name, scope.slice, range, step ? GRAIN_OF[step] : "day")
  const total = mergeStates(plugin, statesOf(rows))
  const reading = readState(plugin, total)
  return {
    value: told(plugin, total, scope),
    series: step ? perBucket(rows, bucketStarts(range, step, scope.shop.timezone)).map(toNumber) : [],
    others: otherMoney(plugin, total, scope.shop),
    ...(isRanking(reading) ? { ranking: reading } : {}),
  }

  function toNumber(states: State[]): number | null {
    return told(plugin, mergeStates(plugin, states), scope)
  }
}

/** The value of every key of a dimension that has one. Where the token is locked to a key, of that one. */
export async function measureKeys(
  plugin: Plugin,
  range: TimeRange,
  scope: Scope,
  dim: string,
): Promise<Map<string, number>> {
  if (plugin.kind !== "derived") return measureStoredKeys(plugin, range, scope, dim)
  const parts = await Promise.all(
    plugin.of.map(async name => {
      const part = scope.registry.metrics.get(name)!
      return [name, part, await measureKeys(part, range, scope, dim)] as const
    }),
  )
  const keys = new Set(parts.flatMap(([, , values]) => [...values.keys()]))
  const derivedOf = (key: string) =>
    derived(
      plugin,
      Object.fromEntries(parts.map(([name, part, values]) => [name, values.get(key) ?? nothingOf(part, scope)])),
      scope,
    )
  return new Map([...keys].flatMap(key => withValue(key, derivedOf(key))))
}

async function measureStoredKeys(
  plugin: StoredMetric,
  range: TimeRange,
  scope: Scope,
  dim: string,
): Promise<Map<string, number>> {
  const slice = scope.slice.dim === dim ? scope.slice : { dim }
  const byKey = new Map<string, State[]>()
  for (const { key, state } of await scope.read(plugin.name, slice, range, "day")) {
    const states = byKey.get(key)
    if (states) states.push(state)
    else byKey.set(key, [state])
  }
  return new Map(
    [...byKey].flatMap(([key, states]) => withValue(key, told(plugin, mergeStates(plugin, states), scope))),
  )
}

/** What a key without cells has: nothing sold is 0, no ratio is null. */
function nothingOf(plugin: Plugin, scope: Scope): number | null {
  return plugin.kind === "derived" ? null : told(plugin, mergeStates(plugin, []), scope)
}

function told(plugin: StoredMetric, state: State, { shop, mayTell }: Scope): number | null {
  const value = numericValue(plugin, state, shop)
  return value !== null && mayTell(plugin, value) ? value : null
}

function derived(plugin: Extract<Plugin, { kind: "derived" }>, values: Record<string, number | null>, { shop }: Scope) {
  const value = plugin.read(values)
  if (value === null || !Number.isFinite(value)) return null
  return plugin.unit === "money" ? roundMoney(value, shop.currency) : value
}

function perBucket(rows: readonly CellRow[], starts: readonly number[]): State[][] {
  const buckets: State[][] = starts.map(() => [])
  for (const { t, state } of rows) buckets[bucketIndex(starts, t)]!.push(state)
  return buckets
}

function addEach(a: MoneyReading, b: MoneyReading): MoneyReading {
  const sum = { ...a }
  for (const currency in b) sum[currency] = roundMoney((sum[currency] ?? 0) + b[currency]!, currency)
  return sum
}

const statesOf = (rows: readonly CellRow[]): State[] => rows.map(row => row.state)
const withValue = (key: string, value: number | null): [string, number][] => (value === null ? [] : [[key, value]])

function isRanking(reading: unknown): reading is { key: string; value: number }[] {
  return (
    Array.isArray(reading) && reading.every(entry => typeof entry?.key === "string" && typeof entry.value === "number")
  )
}
