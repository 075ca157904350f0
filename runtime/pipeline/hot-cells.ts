import { isSameSlice } from "../store/same-slice.ts"
import type { Cell, SliceId, State } from "../store/store.ts"
import { sliceName } from "./slice.ts"

/** Cells kept per generation; two generations are held. At ~200 bytes a cell about 20 MB. */
const GENERATION = 50_000

type States = Map<string, State>

/** Cells as last committed. The slices that were longest not used go when a generation is full. */
export class HotCells {
  #young = new Map<string, States>()
  #old = new Map<string, States>()
  /** Cells in the young generation. */
  #size = 0

  /** What is known of a slice, by key; a cell that is missing may still be in the store. */
  slice(id: SliceId): ReadonlyMap<string, State> | undefined {
    return this.#find(sliceName(id))
  }

  /** @param cells those of a slice stand together */
  put(cells: readonly Cell[]): void {
    let slice: Cell | undefined
    let states: States = new Map()
    for (const cell of cells) {
      if (!slice || !isSameSlice(slice, cell)) {
        slice = cell
        states = this.#findOrMake(sliceName(cell))
      }
      if (!states.has(cell.key)) this.#size++
      states.set(cell.key, cell.state)
    }
    if (this.#size >= GENERATION) this.#age()
  }

  #find(name: string): States | undefined {
    const young = this.#young.get(name)
    if (young) return young
    const old = this.#old.get(name)
    if (!old) return undefined
    this.#old.delete(name)
    this.#young.set(name, old)
    this.#size += old.size
    return old
  }

  #findOrMake(name: string): States {
    const known = this.#find(name)
    if (known) return known
    const fresh: States = new Map()
    this.#young.set(name, fresh)
    return fresh
  }

  #age(): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#size = 0
  }
}
