import type { Entity } from "./records.ts"

/** The checkpoint is not where this worker thinks: the partition is another's now. Abort, drop hot state, seek again. */
export class Fenced extends Error {
  override name = "Fenced"
}

/** An entity is not what the writer took it for, because another changed it: read it again, and begin anew. */
export class Stale extends Error {
  override name = "Stale"

  static of({ kind, shop, id, rev }: Pick<Entity, "kind" | "shop" | "id" | "rev">): Stale {
    return new Stale(
      `${kind} ${id} of shop ${shop} is not at revision ${rev}: another writer changed it; read it again`,
    )
  }
}

/**
 * The store cannot be reached, or ended the connection: nothing is wrong with what was asked, and asking again is worth
 * it. The message says where the store was looked for.
 */
export class StoreAway extends Error {
  override name = "StoreAway"
}

/** The connection broke while committing: it may or may not have happened. */
export class CommitUnknown extends Error {
  override name = "CommitUnknown"
}
