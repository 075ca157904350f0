import type { Entity, EntityId, EntityQuery, Page, Tx } from "../../store.ts"
import { texts, times, timestamp } from "./arrays.ts"
import type { Queries } from "./connect.ts"
import type { Line } from "./session.ts"
import { decodeText, encodeText } from "./text.ts"

type Kind = EntityId["kind"]

export const ENTITY_TABLE = { session: "sessions", order: "orders", visitor: "visitors" } as const
const KINDS = Object.keys(ENTITY_TABLE) as Kind[]

export interface EntityRow {
  shop: string
  id: string
  updated: number
  summary: string
}

/** Times of change are kept to the millisecond. */
export const ENTITY_COLUMNS = "shop, id, (extract(epoch from updated) * 1000)::bigint as updated, summary"

/**
 * Entities of one transaction. Those that exist are locked when they are read. One that does not exist cannot be locked:
 * it is inserted, and where another transaction has made it meanwhile this one is undone and run again (`isConflict`).
 */
export function entitySteps(line: Line): { find: Tx["entities"]; save: Tx["saveEntities"] } {
  const missing = new Set<string>()

  async function findKind(kind: Kind, ids: readonly EntityId[]): Promise<Entity[]> {
    const rows = await line.run(
      sql => sql<EntityRow[]>`
        select ${sql.unsafe(ENTITY_COLUMNS)} from ${sql(ENTITY_TABLE[kind])}
        where (shop, id) in (select * from unnest(${shopsOf(ids)}::text[], ${idsOf(ids)}::text[]))
        order by shop, id
        for update`,
    )
    const found = rows.map(row => entityOf(kind, row))
    for (const id of ids) missing.add(keyOf(id))
    for (const entity of found) missing.delete(keyOf(entity))
    return found
  }

  async function saveKind(kind: Kind, entities: readonly Entity[]): Promise<void> {
    const known = entities.filter(entity => !missing.delete(keyOf(entity)))
    const made = entities.filter(entity => !known.includes(entity))
    await Promise.all([insert(kind, made, false), insert(kind, known, true)])
  }

  async function insert(kind: Kind, entities: readonly Entity[], orUpdate: boolean): Promise<void> {
    if (entities.length === 0) return
    const updated = times(entities.map(entity => entity.updated))
    const summaries = texts(entities.map(({ summary }) => JSON.stringify(summary)))
    await line.run(
      sql => sql`
        insert into ${sql(ENTITY_TABLE[kind])} (shop, id, updated, summary)
        select * from unnest(${shopsOf(entities)}::text[], ${idsOf(entities)}::text[], ${updated}::timestamptz[], ${summaries}::json[])
        ${orUpdate ? sql`on conflict (shop, id) do update set updated = excluded.updated, summary = excluded.summary` : sql``}`,
    )
  }

  const save: Tx["saveEntities"] = async entities => {
    await Promise.all(byKind(entities).map(([kind, some]) => saveKind(kind, sorted(some))))
  }
  return {
    find: async ids => {
      const found = await Promise.all(byKind(ids).map(([kind, some]) => findKind(kind, sorted(some))))
      const rows = new Map(found.flat().map(entity => [keyOf(entity), entity]))
      return ids.flatMap(id => rows.get(keyOf(id)) ?? [])
    },
    save,
  }
}

/** Entities as committed. */
export function entityReads(sql: Queries) {
  return {
    async find({ shop, kind, id }: EntityId): Promise<Entity | undefined> {
      const [row] = await sql<EntityRow[]>`
        select ${sql.unsafe(ENTITY_COLUMNS)} from ${sql(ENTITY_TABLE[kind])}
        where shop = ${encodeText(shop)} and id = ${encodeText(id)}`
      return row && entityOf(kind, row)
    },
    async recent(shop: string, kind: Kind, limit: number): Promise<Entity[]> {
      const rows = await sql<EntityRow[]>`
        select ${sql.unsafe(ENTITY_COLUMNS)} from ${sql(ENTITY_TABLE[kind])} as entity
        where shop = ${encodeText(shop)} order by entity.updated desc limit ${limit}`
      return rows.map(row => entityOf(kind, row))
    },
    async changed({ shop, kind, from, to }: EntityQuery, limit: number, cursor?: string): Promise<Page<Entity>> {
      const [updated, id] = cursor === undefined ? [to, ""] : (JSON.parse(cursor) as [number, string])
      const rows = await sql<EntityRow[]>`
        select ${sql.unsafe(ENTITY_COLUMNS)} from ${sql(ENTITY_TABLE[kind])} as entity
        where shop = ${encodeText(shop)}
          and entity.updated >= ${timestamp(from)}::timestamptz and entity.updated <= ${timestamp(updated)}::timestamptz
          and (entity.updated, id) < (${timestamp(updated)}::timestamptz, ${id})
        order by entity.updated desc, id desc limit ${limit}`
      const last = rows.length === limit ? rows.at(-1) : undefined
      return {
        rows: rows.map(row => entityOf(kind, row)),
        ...(last ? { next: JSON.stringify([last.updated, last.id]) } : {}),
      }
    },
    /** Drops up to `limit` entities of the kind that last changed before `before`, and says how many. */
    async drop(kind: Kind, before: number, limit: number): Promise<number> {
      const { count } = await sql`
        delete from ${sql(ENTITY_TABLE[kind])} where ctid = any (array(
          select ctid from ${sql(ENTITY_TABLE[kind])} where updated < ${timestamp(before)}::timestamptz limit ${limit}))`
      return count
    },
  }
}

const keyOf = ({ kind, shop, id }: EntityId): string => JSON.stringify([kind, shop, id])
const shopsOf = (ids: readonly EntityId[]): string => texts(ids.map(({ shop }) => encodeText(shop)))
const idsOf = (ids: readonly EntityId[]): string => texts(ids.map(({ id }) => encodeText(id)))

export const entityOf = (kind: Kind, { shop, id, updated, summary }: EntityRow): Entity => ({
  shop: decodeText(shop),
  kind,
  id: decodeText(id),
  updated,
  summary: JSON.parse(summary),
})

/** In one order for all transactions, so that none waits for another in a circle; the last of one id counts. */
function sorted<E extends EntityId>(entities: readonly E[]): E[] {
  const latest = new Map(entities.map(entity => [keyOf(entity), entity]))
  return [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity)
}

function byKind<E extends EntityId>(entities: readonly E[]): [Kind, E[]][] {
  return KINDS.map((kind): [Kind, E[]] => [kind, entities.filter(entity => entity.kind === kind)]).filter(
    ([, some]) => some.length > 0,
  )
}
