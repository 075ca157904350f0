import { unpair } from "../../plugins/kit/pair.ts"
import type { CellRow, Grain, Shop, Store } from "../store/store.ts"
import { readsOf } from "./buckets.ts"
import type { RawRows } from "./raw.ts"
import { type Restriction, type Slice, sliceOf } from "./restriction.ts"
import type { StoredMetric } from "./states.ts"
import type { TimeRange } from "./window.ts"

/** What one answer is made of. */
export interface Rows {
  /**
   * The states of a metric in a range, unmerged: by the keys of a dimension, or in total where `by` is `""`; under the
   * restriction of the question.
   */
  of(plugin: StoredMetric, by: string, range: TimeRange, coarsest: Grain): Promise<CellRow[]>
  /** `raw` as soon as one of them had to be made of single events, sessions or orders. */
  source(): "cells" | "raw"
}

export interface RowsOptions {
  store: Pick<Store, "read">
  shop: Shop
  only?: Restriction
  raw: RawRows
}

/** Reads for one answer, the same rows once only: so its numbers agree with each other. */
export function createRows({ store, shop, only, raw }: RowsOptions): Rows {
  const known = new Map<string, Promise<CellRow[]>>()
  let source: "cells" | "raw" = "cells"

  async function cells(metric: string, { dim, key, side }: Slice, range: TimeRange, coarsest: Grain) {
    const reads = readsOf(range, coarsest, shop.timezone)
    const where = { shop: shop.id, metric, dim, ...(key === undefined ? {} : { key }) }
    const rows = (
      await Promise.all(reads.map(({ grain, from, to }) => store.read({ ...where, from, to }, grain)))
    ).flat()
    return side && only ? half(rows, side, only.key) : rows
  }

  function read(plugin: StoredMetric, by: string, range: TimeRange, coarsest: Grain): Promise<CellRow[]> {
    const slice = sliceOf(plugin, by, only)
    if (slice) return cells(plugin.name, slice, range, coarsest)
    source = "raw"
    return raw(plugin, by, only!, range)
  }

  return {
    of(plugin, by, range, coarsest) {
      const question = JSON.stringify([plugin.name, by, range, coarsest])
      const rows = known.get(question) ?? read(plugin, by, range, coarsest)
      known.set(question, rows)
      return rows
    },
    source: () => source,
  }
}

/** Of pairs, those with the restricted value on its side, by the other value. */
function half(rows: readonly CellRow[], side: "first" | "second", value: string): CellRow[] {
  return rows.flatMap(row => {
    const [first, second] = unpair(row.key)
    const [restricted, key] = side === "first" ? [first, second] : [second, first]
    return restricted === value ? [{ ...row, key }] : []
  })
}
