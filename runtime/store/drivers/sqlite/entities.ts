import type { Database } from "bun:sqlite"
import { type Entity, type EntityId, type EntityQuery, type Page, Stale } from "../../store.ts"
import { type ColumnsText, columnsOf, columnsText, linesOf, splitLines } from "./columns.ts"
import { shopsIn } from "./series.ts"

/** An entity as a row: its summary as JSON text. */
export interface StoredEntity extends EntityId {
  updated: number
  rev: number
  summary: string
}

type Row = Pick<StoredEntity, "id" | "updated" | "rev" | "summary">

type EntityHead = Omit<Entity, "summary">

export function encodeIds(ids: readonly EntityId[]): ColumnsText<EntityId> {
  return columnsText({
    shop: ids.map(({ shop }) => shop),
    kind: ids.map(({ kind }) => kind),
    id: ids.map(({ id }) => id),
  })
}

/** Entities on their way to the thread: their columns, and their summaries a line each. */
export function encodeEntities(entities: readonly Entity[]): [head: ColumnsText<EntityHead>, summaries: string] {
  const head = columnsText<EntityHead>({
    shop: entities.map(({ shop }) => shop),
    kind: entities.map(({ kind }) => kind),
    id: entities.map(({ id }) => id),
    updated: entities.map(({ updated }) => updated),
    rev: entities.map(({ rev }) => rev),
  })
  return [head, linesOf(entities.map(({ summary }) => JSON.stringify(summary)))]
}

/** Reads what `findAll` found. */
export function decodeEntities(text: string): Entity[] {
  return JSON.parse(text)
}

type ChangedParams = Record<"shop" | "id", string> & Record<"from" | "updated" | "limit", number>

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
    /** @returns JSON of the entities: their summaries are JSON already, and are parsed once, at the other end */
    findAll(ids: ColumnsText<EntityId>): string {
      const { shop, kind, id } = columnsOf(ids)
      const found = id.flatMap((_, i) => {
        const row = tables[kind[i]!].find.get(shop[i]!, id[i]!)
        if (!row) return []
        const head = JSON.stringify({ shop: shop[i], kind: kind[i], id: row.id, updated: row.updated, rev: row.rev })
        return `${head.slice(0, -1)},"summary":${row.summary}}`
      })
      return `[${found.join(",")}]`
    },
    recent: (shop: string, kind: EntityId["kind"], limit: number): StoredEntity[] =>
      tables[kind].recent.all(shop, limit).map(row => ({ shop, kind, ...row })),
    changed({ shop, kind, from, to }: EntityQuery, limit: number, cursor?: string): Page<StoredEntity> {
      const [updated, id] = cursor === undefined ? [to, ""] : (JSON.parse(cursor) as [number, string])
      const found = tables[kind].changed.all({ shop, from, updated, id, limit })
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        rows: found.map(({ id, updated, rev, summary }) => ({ shop, kind, id, updated, rev, summary })),
        ...(last ? { next: JSON.stringify([last.updated, last.id]) } : {}),
      }
    },
    save(head: ColumnsText<EntityHead>, summaries: string): void {
      const { shop, kind, id, updated, rev } = columnsOf(head)
      for (const [i, summary] of splitLines(summaries).entries()) {
        const entity = { shop: shop[i]!, kind: kind[i]!, id: id[i]!, updated: updated[i]!, rev: rev[i]!, summary }
        if (!tables[entity.kind].save(entity)) throw Stale.of(entity)
      }
    },
    /** Drops up to `limit` entities of the kind that last changed before `before`, and says how many. */
    drop: (kind: EntityId["kind"], before: number, limit: number): number =>
      tables[kind].drop.run(before, limit).changes,
  }
}

function entityTable(db: Database, kind: EntityId["kind"]) {
  const table = TABLE[kind]
  const insert = db.query<null, [string, string, number, string]>(
    `INSERT OR IGNORE INTO ${table} (shop, id, updated, summary, rev) VALUES (?, ?, ?, ?, 1)`,
  )
  // SQLite writes an index anew for every column that is named, be it the same: most changes leave `updated` as it is.
  const summarise = db.query<null, [string, string, number, string, number]>(
    `UPDATE ${table} SET summary = ?4, rev = rev + 1 WHERE shop = ?1 AND id = ?2 AND rev = ?5 AND updated = ?3`,
  )
  const update = db.query<null, [string, string, number, string, number]>(
    `UPDATE ${table} SET updated = ?3, summary = ?4, rev = rev + 1 WHERE shop = ?1 AND id = ?2 AND rev = ?5`,
  )

  return {
    /** @returns false where another writer changed it since it was read */
    save({ shop, id, updated, rev, summary }: StoredEntity): boolean {
      if (rev === 0) return insert.run(shop, id, updated, summary).changes === 1
      const summarised = summarise.run(shop, id, updated, summary, rev).changes === 1
      return summarised || update.run(shop, id, updated, summary, rev).changes === 1
    },
    find: db.query<Row, [string, string]>(`SELECT id, updated, rev, summary FROM ${table} WHERE shop = ? AND id = ?`),
    recent: db.query<Row, [string, number]>(
      `SELECT id, updated, rev, summary FROM ${table} WHERE shop = ? ORDER BY updated DESC LIMIT ?`,
    ),
    changed: db.query<Row, ChangedParams>(
      `SELECT id, updated, rev, summary FROM ${table}
       WHERE shop = $shop AND updated >= $from AND updated <= $updated AND (updated, id) < ($updated, $id)
       ORDER BY updated DESC, id DESC LIMIT $limit`,
    ),
    drop: db.query<null, [number, number]>(
      `DELETE FROM ${table} WHERE rowid IN (
         SELECT ${table}.rowid FROM (${shopsIn(table)}) AS found
         JOIN ${table} ON ${table}.shop = found.shop AND updated < ?1 LIMIT ?2)`,
    ),
  }
}
