import type { Database } from "bun:sqlite"
import type { EntityId, EntityQuery, Page } from "../../store.ts"
import { shopsIn } from "./series.ts"

/** An entity as it crosses the threads: its summary as JSON text. */
export interface StoredEntity extends EntityId {
  updated: number
  summary: string
}

type Row = Pick<StoredEntity, "id" | "updated" | "summary">

type ChangedParams = Record<"shop" | "id", string> & Record<"from" | "to" | "updated" | "limit", number>

const TABLE = { session: "sessions", order: "orders", visitor: "visitors" } as const

/** Summaries of sessions, orders and visitors. */
export function entities(db: Database) {
  const tables = {
    session: entityTable(db, "session"),
    order: entityTable(db, "order"),
    visitor: entityTable(db, "visitor"),
  }

  function find({ shop, kind, id }: EntityId): StoredEntity | undefined {
    const row = tables[kind].find.get(shop, id)
    return row ? { shop, kind, ...row } : undefined
  }

  return {
    find,
    findAll: (ids: readonly EntityId[]): StoredEntity[] => ids.flatMap(id => find(id) ?? []),
    recent: (shop: string, kind: EntityId["kind"], limit: number): StoredEntity[] =>
      tables[kind].recent.all(shop, limit).map(row => ({ shop, kind, ...row })),
    changed({ shop, kind, from, to }: EntityQuery, limit: number, cursor?: string): Page<StoredEntity> {
      const [updated, id] = cursor === undefined ? [to, ""] : (JSON.parse(cursor) as [number, string])
      const found = tables[kind].changed.all({ shop, from, to, updated, id, limit })
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        rows: found.map(row => ({ shop, kind, ...row })),
        ...(last ? { next: JSON.stringify([last.updated, last.id]) } : {}),
      }
    },
    save(changed: readonly StoredEntity[]): void {
      for (const { shop, kind, id, updated, summary } of changed) tables[kind].save.run(shop, id, updated, summary)
    },
    /** Drops up to `limit` entities of the kind that last changed before `before`, and says how many. */
    drop: (kind: EntityId["kind"], before: number, limit: number): number =>
      tables[kind].drop.run(before, limit).changes,
  }
}

function entityTable(db: Database, kind: EntityId["kind"]) {
  const table = TABLE[kind]
  return {
    find: db.query<Row, [string, string]>(`SELECT id, updated, summary FROM ${table} WHERE shop = ? AND id = ?`),
    recent: db.query<Row, [string, number]>(
      `SELECT id, updated, summary FROM ${table} WHERE shop = ? ORDER BY updated DESC LIMIT ?`,
    ),
    changed: db.query<Row, ChangedParams>(
      `SELECT id, updated, summary FROM ${table}
       WHERE shop = $shop AND updated >= $from AND updated < $to AND (updated, id) < ($updated, $id)
       ORDER BY updated DESC, id DESC LIMIT $limit`,
    ),
    save: db.query<null, [string, string, number, string]>(
      `INSERT INTO ${table} (shop, id, updated, summary) VALUES (?, ?, ?, ?)
       ON CONFLICT (shop, id) DO UPDATE SET updated = excluded.updated, summary = excluded.summary`,
    ),
    drop: db.query<null, [number, number]>(
      `DELETE FROM ${table} WHERE rowid IN (
         SELECT ${table}.rowid FROM (${shopsIn(table)}) AS found
         JOIN ${table} ON ${table}.shop = found.shop AND updated < ?1 LIMIT ?2)`,
    ),
  }
}
