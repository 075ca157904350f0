import { eventUuid } from "../../event-id.ts"
import type { Tx } from "../../store.ts"
import { numbers, texts } from "./arrays.ts"
import type { Queries, Sql } from "./connect.ts"
import { SHAPE_LOCK } from "./locks.ts"
import type { Line } from "./session.ts"
import { decodeText, encodeText } from "./text.ts"

/** A generation of ids is added to for this long, and remembered for as long again. */
const EPOCH_MS = 8 * 24 * 3_600_000

type Candidates = Parameters<Tx["admit"]>[0]

/**
 * Remembers the ids and says which are new. All go to the current generation, whatever their receive time: so the same
 * id in two partitions at once always meets in one unique index, and the second waits for the first. In order of their
 * keys, so that two batches with ids in common do not wait for each other in a circle.
 */
export async function admit(line: Line, candidates: Candidates): Promise<boolean[]> {
  if (candidates.length === 0) return []
  const first = new Map<string, number>()
  const ids: string[] = []
  const shops: string[] = []
  for (const [i, { shop, id }] of candidates.entries()) {
    const key = keyOf(eventUuid(id), shop)
    if (first.has(key)) continue
    first.set(key, i)
    ids.push(key.slice(0, 36))
    shops.push(encodeText(shop))
  }
  // Hardly any was seen before: these are told, and not the others.
  const [answer] = await line.run(
    sql => sql<{ known: string | null }[]>`
      with now as materialized (select value from meta where name = 'seen_generation'),
      asked as materialized (select id, shop from unnest(${numbers(ids)}::uuid[], ${texts(shops)}::text[]) as asked (id, shop)),
      added as (
        insert into seen (generation, id, shop)
        select now.value, asked.id, asked.shop from now, asked
        where not exists (
          select from seen where generation = (select value - 1 from now) and seen.id = asked.id and seen.shop = asked.shop)
        order by 2, 3
        on conflict do nothing
        returning id, shop
      )
      select case when (select count(*) from added) < ${ids.length}::bigint then (
        select json_agg(json_build_array(id, shop))
        from (select id, shop from asked except select id, shop from added) as told) end as known`,
  )
  const fresh = candidates.map(() => false)
  for (const i of first.values()) fresh[i] = true
  for (const [id, shop] of JSON.parse(answer!.known ?? "[]") as [string, string][]) {
    fresh[first.get(keyOf(id, decodeText(shop)))!] = false
  }
  return fresh
}

const keyOf = (uuid: string, shop: string): string => `${uuid} ${shop}`

/** Ids of a newer generation came than there is room for: the transaction is undone, room made, and the work run again. */
export class GenerationDue extends Error {
  override name = "GenerationDue"
  constructor(readonly epoch: number) {
    super("a new generation of event ids is due")
  }
}

/** Makes room for a new generation of ids when one is due, and drops the one before the last as a whole. */
export class Generations {
  readonly #sql: Sql
  #epoch = Number.NEGATIVE_INFINITY

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** @throws GenerationDue */
  assertRoomFor(candidates: Candidates): void {
    const epoch = newestEpoch(candidates)
    if (epoch > this.#epoch) throw new GenerationDue(epoch)
  }

  /** Waits until no transaction is open. A jump over several epochs forgets no more than one step does. */
  async advanceTo(epoch: number): Promise<void> {
    this.#epoch = await this.#sql.begin(async sql => {
      const before = await epochOf(sql)
      if (epoch <= before) return before
      await sql`select pg_advisory_xact_lock(${SHAPE_LOCK}::bigint)`
      const stands = await epochOf(sql)
      if (epoch <= stands) return stands
      await sql`update meta set value = ${epoch} where name = 'seen_epoch'`
      const [row] = await sql<{ value: number }[]>`
        update meta set value = value + 1 where name = 'seen_generation' returning value`
      const { value } = row!
      await sql.unsafe(
        `create table seen_${value} partition of seen for values in (${value}); drop table if exists seen_${value - 2}`,
      )
      return epoch
    })
  }
}

async function epochOf(sql: Queries): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from meta where name = 'seen_epoch'`
  return row!.value
}

/** By receive time, but never ahead of the clock: one wrong time must not hold back all later generations. */
function newestEpoch(candidates: Candidates): number {
  let newest = Number.NEGATIVE_INFINITY
  let text = ""
  for (const { received_at } of candidates) {
    if (received_at === text) continue
    text = received_at
    newest = Math.max(newest, Date.parse(received_at))
  }
  return Math.floor(Math.min(newest, Date.now()) / EPOCH_MS)
}
