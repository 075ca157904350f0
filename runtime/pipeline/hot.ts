import type { Offset } from "../log/log.ts"
import type { Cell, Entity } from "../store/store.ts"
import { Census } from "./census.ts"
import { HotCells } from "./hot-cells.ts"
import { HotEntities } from "./hot-entities.ts"
import type { Missed } from "./missed.ts"

/**
 * What one partition's worker knows of the store without reading it again: the state as last committed, or as it will be
 * when what is under way is. Valid at exactly one checkpoint: a worker that loses a partition and regains it must not
 * build on what it knew before, since another wrote in between.
 */
export class HotState {
  cells = new HotCells()
  entities = new HotEntities()
  /** Which keys have cells. */
  census = new Census()
  /** What metrics missed right before the checkpoint: what they miss next goes on from there. */
  missing: readonly Missed[] = []
  #validAt: Offset | undefined

  /** Forgets everything unless it is valid at `checkpoint`. @returns whether it was */
  isValidAt(checkpoint: Offset | undefined): boolean {
    if (this.#validAt !== undefined && this.#validAt === checkpoint) return true
    this.drop()
    return false
  }

  /**
   * Takes over what a transaction saved, together with the checkpoint it commits.
   * @param saved entities as they were saved: the store counts their revision up
   */
  advance(cells: readonly Cell[], saved: readonly Entity[], checkpoint: Offset): void {
    this.cells.put(cells)
    for (const entity of saved) this.entities.put({ ...entity, rev: entity.rev + 1 })
    this.#validAt = checkpoint
  }

  drop(): void {
    this.#validAt = undefined
    this.cells = new HotCells()
    this.entities = new HotEntities()
    this.census = new Census()
    this.missing = []
  }
}
