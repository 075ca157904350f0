import type { Offset } from "../log/log.ts"
import type { State } from "../store/store.ts"
import { Census } from "./census.ts"

/** Cells kept per generation; two generations are held. At ~300 bytes a cell about 30 MB. */
const GENERATION = 50_000

/**
 * The cells of one partition as last committed, so that they need not be read again. Valid at exactly one checkpoint:
 * a worker that loses a partition and regains it must not build on what it knew before, since another wrote in between.
 * The least recently used half goes when a generation is full.
 */
export class HotCells {
  /** Which keys have cells; it holds for the same checkpoint. */
  census = new Census()
  #validAt: Offset | undefined
  #young = new Map<string, State>()
  #old = new Map<string, State>()

  /** Forgets everything unless it is valid at `checkpoint`. */
  assertValidAt(checkpoint: Offset | undefined): void {
    if (this.#validAt !== checkpoint) this.drop()
  }

  /** The committed state; undefined when it is not known here (it may still be in the store). */
  get(key: string): State | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.#put(key, old)
    return old
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key)
  }

  /** Takes over what a transaction committed, together with the checkpoint it committed. */
  commit(cells: ReadonlyMap<string, { state: State }>, checkpoint: Offset): void {
    for (const [key, { state }] of cells) this.#put(key, state)
    this.#validAt = checkpoint
  }

  drop(): void {
    this.#validAt = undefined
    this.census = new Census()
    this.#young = new Map()
    this.#old = new Map()
  }

  #put(key: string, state: State): void {
    this.#young.set(key, state)
    if (this.#young.size < GENERATION) return
    this.#old = this.#young
    this.#young = new Map()
  }
}
