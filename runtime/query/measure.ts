import { additive } from "../../plugins/kit/aggregate/additive.ts"
import type { MoneyReading } from "../../plugins/kit/money.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Registry } from "../pipeline/registry.ts"
import { MINUTE } from "../store/calendar.ts"
import type { CellRow, Shop } from "../store/store.ts"
import { type Amount, amountOf } from "./amount.ts"
import { bucketIndex, bucketStarts, GRAIN_OF, type Step } from "./buckets.ts"
import type { Rates } from "./rates.ts"
import type { Rows } from "./rows.ts"
import { mergeStates, readState, roundMoney, type StoredMetric } from "./states.ts"
import type { TimeRange } from "./window.ts"

/** What a metric came to in a range. */
export interface Measured extends Amount {
  /** One per bucket, where a step was asked for. */
  series: (number | null)[]
  /** Where the metric reads as a ranking of its own: greatest first. */
  ranking?: { key: string; value: number }[]
}

export interface Scope {
  shop: Shop
  registry: Registry
  /** Epoch ms. */
  now: number
  rows: Rows
  rates: Rates
  /** Whether a number may be told; a ratio made of one that may not is withheld too. */
  mayTell(plugin: StoredMetric, value: number): boolean
}

/** Measures a metric in a range, in total and per bucket; a derived one from its parts in the same range and buckets. */
export function measure(plugin: Plugin, range: TimeRange, scope: Scope, step?: Step): Promise<Measured> {
  return measureSettled(plugin, settled(plugin, range, scope), range, scope, step)
}

async function measureSettled(
  plugin: Plugin,
  range: TimeRange,
  asked: TimeRange,
  scope: Scope,
  step?: Step,
): Promise<Measured> {
  if (plugin.kind !== "derived") return measureStored(plugin, range, asked, scope, step)
  const parts = await Promise.all(
    plugin.of.map(async name => {
      const part = scope.registry.metrics.get(name)!
      return [name, await measureSettled(part, range, asked, scope, step)] as const
    }),
  )
  const derive = (pick: (part: Measured) => number | null) =>
    derived(plugin, Object.fromEntries(parts.map(([name, part]) => [name, pick(part)])), scope)
  const buckets = parts[0]?.[1].series ?? []
  const sum = (pick: (part: Measured) => MoneyReading) => parts.map(([, part]) => pick(part)).reduce(addEach, {})
  return {
    value: derive(part => part.value),
    series: buckets.map((_, i) => derive(part => part.series[i]!)),
    converted: sum(part => part.converted),
    unconverted: sum(part => part.unconverted),
  }
}

async function measureStored(
  plugin: StoredMetric,
  range: TimeRange,
  asked: TimeRange,
  scope: Scope,
  step?: Step,
): Promise<Measured> {
  const { shop, rates } = scope
  const rows = await scope.rows.of(plugin, "", range, step ? GRAIN_OF[step] : "day")
  const toNumber = (ofBucket: readonly CellRow[]) => told(plugin, amountOf(plugin, ofBucket, shop, rates).value, scope)
  const reading = readState(plugin, mergeStates(plugin, statesOf(rows)))
  const amount = amountOf(plugin, rows, shop, rates)
  return {
    ...amount,
    value: told(plugin, amount.value, scope),
    series: step ? perBucket(rows, bucketStarts(asked, step, shop.timezone)).map(toNumber) : [],
    ...(isRanking(reading) ? { ranking: reading } : {}),
  }
}

/** The value of every key of a dimension that has one. Where the token is locked to a key, of that one. */
export function measureKeys(plugin: Plugin, range: TimeRange, scope: Scope, dim: string): Promise<Map<string, number>> {
  return keysSettled(plugin, settled(plugin, range, scope), scope, dim)
}

async function keysSettled(plugin: Plugin, range: TimeRange, scope: Scope, dim: string): Promise<Map<string, number>> {
  if (plugin.kind !== "derived") return storedKeys(plugin, range, scope, dim)
  const parts = await Promise.all(
    plugin.of.map(async name => {
      const part = scope.registry.metrics.get(name)!
      return [name, part, await keysSettled(part, range, scope, dim)] as const
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

async function storedKeys(plugin: StoredMetric, range: TimeRange, scope: Scope, dim: string) {
  const { shop, rates } = scope
  const byKey = await rowsByKey(plugin, range, scope, dim)
  return new Map(
    [...byKey].flatMap(([key, rows]) => withValue(key, told(plugin, amountOf(plugin, rows, shop, rates).value, scope))),
  )
}

/** What every key of a dimension reads as, for metrics that have no number. */
export async function readKeys(plugin: StoredMetric, range: TimeRange, scope: Scope, dim: string) {
  const byKey = await rowsByKey(plugin, range, scope, dim)
  return new Map([...byKey].map(([key, rows]) => [key, readState(plugin, mergeStates(plugin, statesOf(rows)))]))
}

async function rowsByKey(plugin: StoredMetric, range: TimeRange, scope: Scope, dim: string) {
  const byKey = new Map<string, CellRow[]>()
  for (const row of await scope.rows.of(plugin, dim, range, "day")) {
    const rows = byKey.get(row.key)
    if (rows) rows.push(row)
    else byKey.set(row.key, [row])
  }
  if (plugin.kind !== "event") {
    for (const [key, rows] of byKey) if (cameToNothing(plugin, rows)) byKey.delete(key)
  }
  return byKey
}

/**
 * Sessions, orders and visitors take back what they gave. Whether that leaves a cell with nothing in it or none at all
 * depends on where batches ended, and nobody wants to read of it.
 */
const cameToNothing = (plugin: StoredMetric, rows: readonly CellRow[]): boolean =>
  additive(plugin.unit).isZero(mergeStates(plugin, statesOf(rows)))

/** Without the newest minutes that the metric, or a part of it, cannot tell yet. */
function settled(plugin: Plugin, { from, to }: TimeRange, { now, registry }: Scope): TimeRange {
  const minutes = settleOf(plugin, registry)
  if (minutes === 0) return { from, to }
  return { from, to: Math.max(from, Math.min(to, Math.floor((now - minutes * MINUTE) / MINUTE) * MINUTE)) }
}

function settleOf(plugin: Plugin, registry: Registry): number {
  const own = plugin.settle ?? 0
  if (plugin.kind !== "derived") return own
  return Math.max(own, ...plugin.of.map(name => settleOf(registry.metrics.get(name)!, registry)))
}

/** What a key without cells has: nothing sold is 0, no ratio is null. */
function nothingOf(plugin: Plugin, scope: Scope): number | null {
  if (plugin.kind === "derived") return null
  return told(plugin, amountOf(plugin, [], scope.shop, scope.rates).value, scope)
}

function told(plugin: StoredMetric, value: number | null, { mayTell }: Scope): number | null {
  return value !== null && mayTell(plugin, value) ? value : null
}

function derived(plugin: Extract<Plugin, { kind: "derived" }>, values: Record<string, number | null>, { shop }: Scope) {
  const value = plugin.read(values)
  if (value === null || !Number.isFinite(value)) return null
  return plugin.unit === "money" ? roundMoney(value, shop.currency) : value
}

function perBucket(rows: readonly CellRow[], starts: readonly number[]): CellRow[][] {
  const buckets: CellRow[][] = starts.map(() => [])
  for (const row of rows) buckets[bucketIndex(starts, row.t)]!.push(row)
  return buckets
}

function addEach(a: MoneyReading, b: MoneyReading): MoneyReading {
  const sum = { ...a }
  for (const currency in b) sum[currency] = roundMoney((sum[currency] ?? 0) + b[currency]!, currency)
  return sum
}

const statesOf = (rows: readonly CellRow[]) => rows.map(({ state }) => state)
const withValue = (key: string, value: number | null): [string, number][] => (value === null ? [] : [[key, value]])

function isRanking(reading: unknown): reading is { key: string; value: number }[] {
  return (
    Array.isArray(reading) && reading.every(entry => typeof entry?.key === "string" && typeof entry.value === "number")
  )
}
