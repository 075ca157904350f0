import type { Entity, EntityId } from "../store/store.ts"

type OfShop<T> = Record<EntityId["kind"], Map<string, T>>

/** Entities by shop, kind and id; by these parts, so that no name need be put together. */
export class EntityIndex<T extends EntityId = Entity> {
  readonly #shops = new Map<string, OfShop<T>>()

  get({ shop, kind, id }: EntityId): T | undefined {
    return this.#shops.get(shop)?.[kind].get(id)
  }

  /** @returns whether it is a new one */
  set(entity: T): boolean {
    let ofShop = this.#shops.get(entity.shop)
    if (!ofShop) {
      ofShop = { session: new Map(), order: new Map(), visitor: new Map() }
      this.#shops.set(entity.shop, ofShop)
    }
    const entities = ofShop[entity.kind]
    const before = entities.size
    return entities.set(entity.id, entity).size > before
  }
}
