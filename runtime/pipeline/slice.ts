import type { StoredMetric } from "../../plugins/kit/monoid.ts"
import type { CellId, SliceId, State } from "../store/store.ts"

/**
 * Cells that stand together, by key. A batch touches a few dozen slices and many hundred cells, so the long part of a
 * cell's name is made and looked up once for all of its neighbours.
 */
export interface Slice extends SliceId {
  plugin: StoredMetric
  states: Map<string, State>
}

/** One string per slice. */
export const sliceName = ({ shop, metric, minute, dim }: SliceId): string => `${shop}\0${metric}\0${minute}\0${dim}`

/** One string per cell. The key comes last because it is the only part that may hold any character. */
export const cellKey = (cell: CellId): string => `${sliceName(cell)}\0${cell.key}`

/** One cell of a slice. */
export interface SliceCell extends CellId {
  plugin: StoredMetric
  state: State
}

/** Every cell of the slices, those of a slice together. */
export function* cellsOf(slices: Iterable<Slice>): Generator<SliceCell> {
  for (const { states, ...head } of slices) for (const [key, state] of states) yield { ...head, key, state }
}
