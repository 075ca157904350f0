import { assertZone } from "../../calendar.ts"
import type { Incident, KeyRecord, Shop, Store } from "../../store.ts"
import type { Queries, Sql } from "./connect.ts"
import { markAgain } from "./dirty.ts"
import { SHAPE_LOCK } from "./locks.ts"
import { decodeText, encodeText } from "./text.ts"

type KeyRow = Omit<KeyRecord, "origins" | "revoked_at"> & { origins: string; revoked_at: string | null }
type Access = Pick<Store, "shops" | "saveShop" | "keys" | "saveKey" | "accessRev" | "incident" | "incidents">

/** Shops, keys and incidents. */
export function access(sql: Sql): Access {
  return {
    async shops() {
      const rows = await sql<Shop[]>`select id, name, currency, timezone, browser_refunds from shops order by id`
      return rows.map(row => ({ ...row, id: decodeText(row.id), name: decodeText(row.name) }))
    },
    async saveShop(shop) {
      assertZone(shop.timezone)
      await sql.begin(sql => saveShop(sql, shop))
    },
    async keys() {
      const rows = await sql<KeyRow[]>`
        select hash, shop, kind, label, origins, created_at, revoked_at from keys order by created_at, hash`
      return rows.map(({ origins, revoked_at, ...row }) => ({
        ...row,
        shop: decodeText(row.shop),
        label: decodeText(row.label),
        origins: JSON.parse(origins),
        ...(revoked_at === null ? {} : { revoked_at }),
      }))
    },
    async saveKey({ hash, shop, kind, label, origins, created_at, revoked_at }) {
      await sql.begin(async sql => {
        await sql`
          insert into keys (hash, shop, kind, label, origins, created_at, revoked_at)
          values (${hash}, ${encodeText(shop)}, ${kind}, ${encodeText(label)}, ${JSON.stringify(origins)},
            ${created_at}, ${revoked_at ?? null})
          on conflict (hash) do update set shop = excluded.shop, kind = excluded.kind, label = excluded.label,
            origins = excluded.origins, created_at = excluded.created_at, revoked_at = excluded.revoked_at`
        await raiseAccessRev(sql)
      })
    },
    async accessRev() {
      const [row] = await sql<{ value: number }[]>`select value from meta where name = 'access_rev'`
      return row!.value
    },
    async incident({ id, code, message, at }) {
      await sql`
        insert into incidents (id, code, message, at)
        values (${encodeText(id)}, ${code}, ${encodeText(message)}, ${at}) on conflict (id) do nothing`
    },
    async incidents() {
      const rows = await sql<Incident[]>`select id, code, message, at from incidents order by number`
      return rows.map(row => ({ ...row, id: decodeText(row.id), message: decodeText(row.message) }))
    },
  }
}

/** A change of zone waits for open transactions: they mark the days that they change in the zone they know. */
async function saveShop(sql: Queries, { id, name, currency, timezone, browser_refunds }: Shop): Promise<void> {
  const stored = encodeText(id)
  const zone = async () =>
    (await sql<{ timezone: string }[]>`select timezone from shops where id = ${stored}`)[0]?.timezone ?? "UTC"
  const moved = (await zone()) !== timezone
  if (moved) await sql`select pg_advisory_xact_lock(${SHAPE_LOCK}::bigint)`
  await sql`
    insert into shops (id, name, currency, timezone, browser_refunds)
    values (${stored}, ${encodeText(name)}, ${currency}, ${timezone}, ${browser_refunds})
    on conflict (id) do update set name = excluded.name, currency = excluded.currency, timezone = excluded.timezone,
      browser_refunds = excluded.browser_refunds`
  if (moved) await recut(sql, id, timezone)
  await raiseAccessRev(sql)
}

/** Everything that minutes are kept for is cut anew. */
async function recut(sql: Queries, id: string, zone: string): Promise<void> {
  const shop = encodeText(id)
  await sql`delete from metrics_1hour where shop = ${shop} and sealed = 0`
  await sql`delete from metrics_1day where shop = ${shop} and sealed = 0`
  await sql`delete from dirty where shop = ${shop}`
  await markAgain(sql, id, zone)
}

async function raiseAccessRev(sql: Queries): Promise<void> {
  await sql`update meta set value = value + 1 where name = 'access_rev'`
}
