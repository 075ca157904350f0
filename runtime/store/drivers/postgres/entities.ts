import { type Entity, type EntityId, type EntityQuery, type Page, Stale, type Tx } from "../../store.ts"
import { anyTexts, documents, numbers, times, timestamp } from "./arrays.ts"
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
  rev: number
  summary: string
}

/** Times of change are kept to the millisecond. */
export const ENTITY_COLUMNS = "shop, id, (extract(epoch from updated) * 1000)::bigint as updated, rev, summary"

/** Entities of one transaction. Nothing is locked by reading: what another changed meanwhile shows by its revision. */
export function entitySteps(line: Line): { find: Tx["entities"]; save: Tx["saveEntities"] } {
  async function findKind(kind: Kind, ids: readonly EntityId[]): Promise<Entity[]> {
    const rows = await line.run(
      sql => sql<EntityRow[]>`
        select ${sql.unsafe(ENTITY_COLUMNS)}
        from unnest(${shopsOf(ids)}::text[], ${idsOf(ids)}::text[]) with ordinality as asked (of_shop, of_id, place)
        join ${sql(ENTITY_TABLE[kind])} on (shop, id) = (of_shop, of_id)
        order by place`,
    )
    return rows.map(row => entityOf(kind, row))
  }

  async function saveKind(kind: Kind, entities: readonly Entity[]): Promise<void> {
    await Promise.all([
      insert(
        kind,
        entities.filter(({ rev }) => rev === 0),
      ),
      update(
        kind,
        entities.filter(({ rev }) => rev > 0),
      ),
    ])
  }

  async function insert(kind: Kind, entities: readonly Entity[]): Promise<void> {
    if (entities.length === 0) return
    const { shops, ids, updated, summaries } = columnsOf(entities)
    const { count } = await line.run(
      sql => sql`
        insert into ${sql(ENTITY_TABLE[kind])} (shop, id, updated, summary, rev)
        select *, 1 from unnest(${shops}::text[], ${ids}::text[], ${updated}::timestamptz[],
          string_to_array(${summaries}, chr(31), '')::json[])
        on conflict (shop, id) do nothing`,
    )
    if (count < entities.length) throw staleAmong(kind, entities)
  }

  async function update(kind: Kind, entities: readonly Entity[]): Promise<void> {
    if (entities.length === 0) return
    const { shops, ids, updated, summaries, revs } = columnsOf(entities)
    const { count } = await line.run(
      sql => sql`
        update ${sql(ENTITY_TABLE[kind])} as kept
        set updated = changed.updated, summary = changed.summary, rev = kept.rev + 1
        from unnest(
          ${shops}::text[], ${ids}::text[], ${updated}::timestamptz[],
          string_to_array(${summaries}, chr(31), '')::json[], ${revs}::int[]
        ) as changed (shop, id, updated, summary, rev)
        where kept.shop = changed.shop and kept.id = changed.id and kept.rev = changed.rev`,
    )
    if (count < entities.length) throw staleAmong(kind, entities)
  }

  return {
    find: async ids => (await Promise.all(byKind(ids).map(([kind, some]) => findKind(kind, some)))).flat(),
    save: async entities => {
      await Promise.all(byKind(entities).map(([kind, some]) => saveKind(kind, sorted(some))))
    },
  }
}

/** Rows are counted, not named: which of them it was is not known. */
const staleAmong = (kind: Kind, { length }: readonly Entity[]): Stale =>
  new Stale(`of ${length} entities (${kind}) one is not at its revision: another writer changed it; read them again`)

function columnsOf(entities: readonly Entity[]) {
  return {
    shops: shopsOf(entities),
    ids: idsOf(entities),
    updated: times(entities.map(({ updated }) => updated)),
    summaries: documents(entities.map(({ summary }) => JSON.stringify(summary))),
    revs: numbers(entities.map(({ rev }) => rev)),
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

const shopsOf = (ids: readonly EntityId[]): string => anyTexts(ids.map(({ shop }) => shop))
const idsOf = (ids: readonly EntityId[]): string => anyTexts(ids.map(({ id }) => id))

export const entityOf = (kind: Kind, { shop, id, updated, rev, summary }: EntityRow): Entity => ({
  shop: decodeText(shop),
  kind,
  id: decodeText(id),
  updated,
  rev,
  summary: JSON.parse(summary),
})

/** In one order for all transactions, so that they seldom wait for each other in a circle. */
const sorted = (entities: readonly Entity[]): Entity[] =>
  [...entities].sort((a, b) => (a.shop !== b.shop ? (a.shop < b.shop ? -1 : 1) : a.id < b.id ? -1 : 1))

function byKind<E extends EntityId>(entities: readonly E[]): [Kind, E[]][] {
  return KINDS.map((kind): [Kind, E[]] => [kind, entities.filter(entity => entity.kind === kind)]).filter(
    ([, some]) => some.length > 0,
  )
}
