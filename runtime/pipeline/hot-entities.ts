import type { Entity, EntityId } from "../store/store.ts"
import { EntityIndex } from "./entity-index.ts"

/** Entities kept per generation; two generations are held. At ~1 kB an entity some 20 MB. */
const GENERATION = 10_000

/**
 * Sessions, orders and visitors as last committed. Another writer may have changed one since: the store tells by its
 * revision when it is saved. Those that were longest not used go when a generation is full.
 */
export class HotEntities {
  #young = new EntityIndex()
  #old = new EntityIndex()
  #size = 0

  get(id: EntityId): Entity | undefined {
    const young = this.#young.get(id)
    if (young) return young
    const old = this.#old.get(id)
    if (old) this.put(old)
    return old
  }

  put(entity: Entity): void {
    if (this.#young.set(entity)) this.#size++
    if (this.#size < GENERATION) return
    this.#old = this.#young
    this.#young = new EntityIndex()
    this.#size = 0
  }
}
