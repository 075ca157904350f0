import type { Offset } from "../log/log.ts"
import type { Cell, Store, Writer } from "../store/store.ts"

/** Offsets `[from, next)` of a partition whose events its writer did not fold with a metric: a backfill may. */
export interface Missed extends Writer {
  metric: string
  from: Offset
  next: Offset
}

/** Where the notes stand: no metric has such a name and no shop such an id, so no question and no roll-up meets them. */
const NOTES = { shop: "", metric: "pipeline/missed", minute: 0 } as const

/** The same, where it goes on from what was missed before as one with it: a long pause is one note that grows. */
export function joined(missed: readonly Missed[], before: readonly Missed[]): Missed[] {
  return missed.map(one => {
    const begun = before.find(({ metric, next }) => metric === one.metric && next === one.from)
    return begun ? { ...one, from: begun.from } : one
  })
}

/** A note of the partition's own writer. One that begins where an earlier one does takes its place: it grew. */
export function missedNote(missed: Missed): Cell {
  return { ...NOTES, dim: missed.metric, key: `${missed.from}`, state: missed, value: null }
}

/** All that any writer ever missed of a metric. */
export async function missedOf(store: Pick<Store, "read">, metric: string): Promise<Missed[]> {
  const { shop, metric: notes } = NOTES
  const rows = await store.read({ shop, metric: notes, dim: metric, from: 0, to: 60_000 }, "minute")
  return rows.map(({ state }) => state as Missed)
}
