import { isMoney } from "../../../plugins/kit/monoid.ts"
import { GRAIN_OF, type Step } from "../../query/buckets.ts"
import { csvRecord } from "../../query/csv.ts"
import { mergeStates, readState, type StoredMetric } from "../../query/states.ts"
import { bucketOf, dayOf, HOUR, hourStart, MINUTE } from "../../store/calendar.ts"
import type { CellRow, Shop, State, Store } from "../../store/store.ts"
import type { Format } from "../rows.ts"

export interface CellExport {
  store: Pick<Store, "read">
  shop: Pick<Shop, "id" | "timezone">
  metrics: readonly StoredMetric[]
  /** A dimension of all of them; `""` for totals. */
  by: string
  step: Step
  /** Epoch ms, `[from, to)`; widened to whole steps. */
  from: number
  to: number
  format: Format
  /** Told after each stretch of time: how many rows it has come to, and the share behind it, 0 to 1. */
  onProgress?(rows: number, share: number): void
}

/** One number of a bucket. Money has a row for each currency. */
interface Row {
  metric: string
  /** Start of the bucket, ISO 8601. */
  t: string
  by?: string
  key?: string
  /** A number, or what else the metric's states read as; null where there is no answer. */
  value: unknown
  currency?: string
}

/** What a metric counted, bucket by bucket, as text in pieces: no more than a few hours are held in memory. */
export async function* exportCells(options: CellExport): AsyncIterable<string> {
  const { store, shop, metrics, by, step, format, onProgress } = options
  const columns: (keyof Row)[] = ["metric", "t", ...(by === "" ? [] : (["by", "key"] as const)), "value", "currency"]
  const whole = { from: bucket(options, options.from).start, to: bucket(options, options.to - 1).end }
  let rows = 0
  if (format === "csv") yield csvRecord(columns)
  for (const [i, metric] of metrics.entries()) {
    for (const { from, to } of stretches(whole, step, shop.timezone)) {
      const cells = await store.read({ shop: shop.id, metric: metric.name, dim: by, from, to }, GRAIN_OF[step])
      const found = rowsOf(metric, cells, options)
      rows += found.length
      yield found.map(row => (format === "csv" ? csvOf(row, columns) : `${JSON.stringify(row)}\n`)).join("")
      onProgress?.(rows, (i + (to - whole.from) / (whole.to - whole.from)) / metrics.length)
    }
  }
}

type Places = Pick<CellExport, "step" | "shop">

function bucket({ step, shop }: Places, at: number): { start: number; end: number } {
  if (step === "1m") return { start: at - (at % MINUTE), end: at - (at % MINUTE) + MINUTE }
  return bucketOf(step === "1d" ? "day" : "hour", shop.timezone, at)
}

/** As much at a time as a few thousand cells of each key make at most. */
function* stretches({ from, to }: { from: number; to: number }, step: Step, zone: string) {
  for (let at = from; at < to; ) {
    const end = { "1m": hourStart(at) + HOUR, "1h": at + 24 * HOUR, "1d": dayOf(zone, at).end }[step]
    yield { from: at, to: Math.min(end, to) }
    at = end
  }
}

/** Writers and the parts of a bucket put together, in order of time and key. */
function rowsOf(metric: StoredMetric, cells: readonly CellRow[], { by, ...places }: CellExport): Row[] {
  const buckets = new Map<number, Map<string, State[]>>()
  for (const { t, key, state } of cells) {
    const { start } = bucket(places, t)
    const keys = buckets.get(start) ?? new Map<string, State[]>()
    buckets.set(start, keys)
    keys.set(key, [...(keys.get(key) ?? []), state])
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .flatMap(([t, keys]) =>
      [...keys]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, states]) => {
          const place = { metric: metric.name, t: new Date(t).toISOString(), ...(by === "" ? {} : { by, key }) }
          return readingsOf(metric, states).map(reading => ({ ...place, ...reading }))
        }),
    )
}

function readingsOf(metric: StoredMetric, states: readonly State[]): Pick<Row, "value" | "currency">[] {
  const reading = readState(metric, mergeStates(metric, states))
  if (!isMoney(metric, reading)) return [{ value: reading ?? null }]
  return Object.entries(reading).map(([currency, value]) => ({ value, currency }))
}

function csvOf(row: Row, columns: readonly (keyof Row)[]): string {
  return csvRecord(
    columns.map(column => {
      const value = row[column]
      return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as string | number | null)
    }),
  )
}
