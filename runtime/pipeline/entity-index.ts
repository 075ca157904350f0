import type { Entity, EntityId } from "../store/store.ts"

type OfShop<T> = Record<EntityId["kind"], Map<string, T>>

/** Entities by shop, kind and id; by these parts, so that no name need be put together. */
export class EntityIndex<T extends EntityId = Entity> {
  readonly #shops = new Map<string, OfShop<T>>()

  static of<T extends EntityId>(entities: Iterable<T>): EntityIndex<T> {
    const index = new EntityIndex<T>()
    for (const entity of entities) index.set(entity)
    return index
  }

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

  *[Symbol.iterator](): Generator<T> {
    for (const { session, order, visitor } of this.#shops.values()) {
      yield* session.values()
      yield* order.values()
      yield* visitor.values()
    }
  }
}
