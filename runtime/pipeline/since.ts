import type { Offset } from "../log/log.ts"
import type { Cell, Store, Writer } from "../store/store.ts"

/** From which offset on a partition's writer folds a metric. What lies below is the past, and a backfill's. */
export interface Since extends Writer {
  metric: string
  offset: Offset
}

/** Where the notes stand: no metric has such a name and no shop such an id, so no question and no roll-up meets them. */
const NOTES = { shop: "", metric: "pipeline/since", dim: "", minute: 0 } as const

/**
 * Notes where a writer begins with those metrics that it has not folded before; earlier notes stay. A writer without any
 * notes is new, or older than they are: what it folds now it is taken to have folded from the start.
 * @param checkpoint where the writer stands
 */
export async function noteSince(
  store: Store,
  { log, partition }: Writer,
  checkpoint: Offset | undefined,
  metrics: readonly string[],
): Promise<void> {
  await store.transact({ log, partition }, async tx => {
    const kept = await tx.cells(metrics.map(key => ({ ...NOTES, key })))
    const known = new Set(kept.map(({ key }) => key))
    const offset = kept.length === 0 ? 0 : (checkpoint ?? 0)
    const fresh: Cell[] = metrics
      .filter(metric => !known.has(metric))
      .map(metric => {
        const state: Since = { metric, log, partition, offset }
        return { ...NOTES, key: metric, state, value: null }
      })
    if (fresh.length > 0) await tx.saveCells(fresh)
  })
}

/** What every writer noted of one metric; empty where none has ever folded it. */
export async function sinceOf(store: Pick<Store, "read">, metric: string): Promise<Since[]> {
  const { shop, metric: notes, dim } = NOTES
  const rows = await store.read({ shop, metric: notes, dim, key: metric, from: 0, to: 60_000 }, "minute")
  return rows.map(({ state }) => state as Since)
}
