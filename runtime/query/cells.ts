import type { CellRow, Grain, Shop, Store } from "../store/store.ts"
import { readsOf } from "./buckets.ts"
import type { TimeRange } from "./window.ts"

/** Which cells of a metric: a dimension's, `""` for the total's, and of these maybe one key's only. */
export interface Slice {
  dim: string
  key?: string
}

/** Reads all cells of a metric in a range, unmerged: one row per bucket of the store, key and writer. */
export type ReadCells = (metric: string, slice: Slice, range: TimeRange, coarsest: Grain) => Promise<CellRow[]>

/**
 * Reads cells for one answer, the same ones once only: the numbers of an answer then agree with each other, as when
 * `live` shows orders beside a conversion rate made of orders.
 */
export function readCellsOnce(store: Pick<Store, "read">, shop: Shop): ReadCells {
  const known = new Map<string, Promise<CellRow[]>>()

  async function read(metric: string, slice: Slice, range: TimeRange, coarsest: Grain): Promise<CellRow[]> {
    const reads = readsOf(range, coarsest, shop.timezone)
    const rows = await Promise.all(
      reads.map(({ grain, from, to }) => store.read({ shop: shop.id, metric, ...slice, from, to }, grain)),
    )
    return rows.flat()
  }

  return (metric, slice, range, coarsest) => {
    const question = JSON.stringify([metric, slice, range, coarsest])
    const rows = known.get(question) ?? read(metric, slice, range, coarsest)
    known.set(question, rows)
    return rows
  }
}
