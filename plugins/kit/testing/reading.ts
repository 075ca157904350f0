import type { ShopEvent } from "../../../sdk/event.ts"
import { additive } from "../aggregate/additive.ts"
import type { Metric } from "../metric.ts"
import { monoidOf, type StoredMetric } from "../monoid.ts"
import { goldenEvents } from "./golden.ts"
import { type EntityPlugin, subjectsOf } from "./summaries.ts"

/** What a metric reads after some events. Money is an object of major units by currency, e.g. `{ USD: 155 }`. */
export interface MetricReading {
  value: unknown
  /** Per declared dimension, each key's reading; keys that came to nothing are left out. */
  by: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/**
 * Folds events as the pipeline does, and reads the result. A derived metric keeps nothing: test its `read` directly.
 * @param events in any order; the golden ones unless others are given
 * @example expect(readingOf(metric).value).toBe(1)
 */
export function readingOf(metric: StoredMetric, events: readonly ShopEvent[] = goldenEvents): MetricReading {
  const cells = metric.kind === "event" ? cellsOfEvents(metric, events) : cellsOfSubjects(metric, events)
  const { zero, read } = monoidOf(metric)
  const by: Record<string, Record<string, unknown>> = {}
  for (const [dim, states] of cells.by) {
    by[dim] = Object.fromEntries([...states].map(([key, state]) => [key, read(state)]))
  }
  return { value: read(cells.total ?? zero()), by }
}

interface Cells {
  total: unknown
  by: Map<string, Map<string, unknown>>
}

function cellsOfEvents(metric: Metric, events: readonly ShopEvent[]): Cells {
  const cells: Cells = { total: undefined, by: new Map() }
  for (const e of events) {
    if (!metric.on.includes(e.event_type) && !metric.on.includes("*")) continue
    const add = (state: unknown) => metric.add(state ?? metric.zero(), e)
    cells.total = add(cells.total)
    for (const dim in metric.by) change(cells, dim, metric.by[dim]?.(e), add)
  }
  return cells
}

function cellsOfSubjects(metric: EntityPlugin, events: readonly ShopEvent[]): Cells {
  const { zero, of, merge, isZero } = additive(metric.unit)
  const cells: Cells = { total: undefined, by: new Map() }
  for (const { amount, dim, key } of subjectsOf(metric, events).flatMap(subject => subject.contribute())) {
    const add = (state: unknown) => merge(state ?? zero(), of(amount))
    if (dim === undefined) cells.total = add(cells.total)
    else change(cells, dim, key, add)
  }
  for (const states of cells.by.values()) for (const [key, state] of states) if (isZero(state)) states.delete(key)
  return cells
}

function change(cells: Cells, dim: string, key: string | undefined, add: (state: unknown) => unknown): void {
  if (!key) return
  const states = cells.by.get(dim) ?? new Map<string, unknown>()
  cells.by.set(dim, states.set(key, add(states.get(key))))
}
