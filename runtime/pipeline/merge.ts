import { monoidOf, numberOf } from "../../plugins/kit/monoid.ts"
import type { Cell, CellId, Tx } from "../store/store.ts"
import type { HotCells } from "./hot-cells.ts"
import { problemOfState } from "./nonsense.ts"
import { type Slice, sliceName } from "./slice.ts"

/** Older minutes are read from the store each time: retention may have dropped them since they were last written. */
const HOT_MINUTES = 12 * 60

type States = ReadonlyMap<string, unknown>

export interface MergeContext {
  currencyOf(shop: string): string | undefined
  clock(): number
  /** Told of a metric whose states cannot be put together: what it adds is left out. Absent: it is thrown. */
  spoil?(metric: string, reason: string): void
}

/**
 * The touched cells as they will be: what is stored, from hot memory where it is known, merged with what was folded.
 * Those that come out as they were are left out. Cells of a slice stand together.
 */
export async function merged(
  tx: Pick<Tx, "cells">,
  deltas: readonly Slice[],
  hot: HotCells,
  { currencyOf, clock, spoil }: MergeContext,
): Promise<Cell[]> {
  const hotFrom = Math.floor(clock() / 60_000) - HOT_MINUTES
  const known = deltas.map(slice => (slice.minute < hotFrom ? undefined : hot.slice(slice)))
  const stored = await read(tx, missing(deltas, known))
  const cells: Cell[] = []
  for (const [i, slice] of deltas.entries()) {
    const { plugin, shop, metric, minute, dim, states } = slice
    const { merge } = monoidOf(plugin)
    const currency = currencyOf(shop)
    const fromHot = known[i]
    const fromStore = stored?.get(sliceName(slice))
    try {
      for (const [key, delta] of states) {
        const before = fromHot?.has(key) ? fromHot.get(key) : fromStore?.get(key)
        const state = before === undefined ? delta : merge(before, delta)
        if (state === before) continue
        const problem = problemOfState(state)
        if (problem) throw new Error(problem)
        cells.push({ shop, metric, minute, dim, key, state, value: numberOf(plugin, state, currency) })
      }
    } catch (error) {
      if (!spoil) throw error
      spoil(metric, String(error))
    }
  }
  return cells
}

function missing(deltas: readonly Slice[], known: readonly (States | undefined)[]): CellId[] {
  const ids: CellId[] = []
  for (const [i, { shop, metric, minute, dim, states }] of deltas.entries()) {
    for (const key of states.keys()) if (!known[i]?.has(key)) ids.push({ shop, metric, minute, dim, key })
  }
  return ids
}

/** Stored states by slice and key. */
async function read(tx: Pick<Tx, "cells">, ids: readonly CellId[]): Promise<ReadonlyMap<string, States> | undefined> {
  if (ids.length === 0) return undefined
  const slices = new Map<string, Map<string, unknown>>()
  for (const cell of await tx.cells(ids)) {
    const name = sliceName(cell)
    const states = slices.get(name)
    if (states) states.set(cell.key, cell.state)
    else slices.set(name, new Map([[cell.key, cell.state]]))
  }
  return slices
}
