import type { Offset } from "../log/log.ts"
import type { Span } from "../store/calendar.ts"
import { between, joined } from "../store/spans.ts"
import type { Cell, Store } from "../store/store.ts"

/** Where finished spans are noted: no metric has such a name and no shop such an id. */
const NOTES = { shop: "", metric: "backfill/done", minute: 0 } as const

/** The note that the given spans of event time are done, as the `number`th backfill of the metric. */
export function doneNote(metric: string, number: Offset, spans: readonly Span[]): Cell {
  return { ...NOTES, dim: metric, key: `${number}`, state: spans, value: null }
}

/** The parts of a span that no backfill of the metric has done. */
export async function undone(store: Pick<Store, "read">, metric: string, whole: Span): Promise<Span[]> {
  const { shop, metric: notes } = NOTES
  const rows = await store.read({ shop, metric: notes, dim: metric, from: 0, to: 60_000 }, "minute")
  const done = rows
    .flatMap(({ state }) => state as Span[])
    .map(({ start, end }) => ({ start: Math.max(start, whole.start), end: Math.min(end, whole.end) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start)
  return between(joined(done), whole)
}
