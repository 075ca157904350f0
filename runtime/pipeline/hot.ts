import type { Offset } from "../log/log.ts"
import type { Cell, State } from "../store/store.ts"
import { Census } from "./census.ts"
import type { Missed } from "./missed.ts"
import { isSameSlice, type SliceId, sliceName } from "./slice.ts"

/** Cells kept per generation; two generations are held. At ~200 bytes a cell about 20 MB. */
const GENERATION = 50_000

type States = Map<string, State>

/**
 * The cells of one partition as last committed, so that they need not be read again. Valid at exactly one checkpoint:
 * a worker that loses a partition and regains it must not build on what it knew before, since another wrote in between.
 * The slices that were longest not used go when a generation is full.
 */
export class HotCells {
  /** Which keys have cells; it holds for the same checkpoint. */
  census = new Census()
  /** What metrics missed right before the checkpoint: what they miss next goes on from there. */
  missing: readonly Missed[] = []
  #validAt: Offset | undefined
  #young = new Map<string, States>()
  #old = new Map<string, States>()
  /** Cells in the young generation. */
  #size = 0

  /** Forgets everything unless it is valid at `checkpoint`. */
  assertValidAt(checkpoint: Offset | undefined): void {
    if (this.#validAt !== checkpoint) this.drop()
  }

  /** What is known of a slice, by key; a cell that is missing may still be in the store. */
  slice(id: SliceId): ReadonlyMap<string, State> | undefined {
    return this.#find(sliceName(id))
  }

  /** Takes over what a transaction committed, together with the checkpoint it committed. Cells of a slice stand together. */
  commit(cells: readonly Cell[], checkpoint: Offset): void {
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
    this.#validAt = checkpoint
    if (this.#size >= GENERATION) this.#age()
  }

  drop(): void {
    this.#validAt = undefined
    this.census = new Census()
    this.missing = []
    this.#young = new Map()
    this.#old = new Map()
    this.#size = 0
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
