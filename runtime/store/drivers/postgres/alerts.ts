import { ALERT_STATUSES, type AlertBook, type AlertSetting, type Term } from "../../alerts.ts"
import { numbers, texts } from "./arrays.ts"
import type { Queries, Sql } from "./connect.ts"
import { decodeText, encodeText } from "./text.ts"

interface Body {
  body: string
}

const bodies = <Record>(rows: readonly Body[]): Record[] => rows.map(({ body }) => JSON.parse(body) as Record)

/** Alerts, what is told of them and how they are set up. */
export function alertBook(sql: Sql): AlertBook {
  const ofShop = (shop: string | undefined) => (shop === undefined ? sql`true` : sql`shop = ${encodeText(shop)}`)
  return {
    alerts: async ({ shop, open = false, limit }) =>
      bodies(
        await sql<Body[]>`
        select body from alerts where ${ofShop(shop)} and (${!open} or status <> 'resolved')
        order by started desc, id desc limit ${limit}`,
      ),
    deliveries: async ({ shop, due, limit }) =>
      bodies(
        due === undefined
          ? await sql<Body[]>`
              select body from alert_deliveries where ${ofShop(shop)} order by created desc, id desc limit ${limit}`
          : await sql<Body[]>`
              select body from alert_deliveries where status = 'pending' and next_at <= ${due} and ${ofShop(shop)}
              order by next_at limit ${limit}`,
      ),
    async alertSettings() {
      const rows = await sql<(Omit<AlertSetting, "value"> & { value: string })[]>`
        select shop, kind, name, value from alert_settings`
      return rows.map(({ shop, kind, name, value }) => ({
        shop: decodeText(shop),
        kind,
        name: decodeText(name),
        value: JSON.parse(value),
      }))
    },
    async saveAlerts(changes) {
      return sql.begin(async sql => {
        if (changes.under && !(await lasts(sql, changes.under))) return false
        await saveRecords(sql, changes)
        await saveSettings(sql, changes.settings ?? [])
        return true
      })
    },
    async forgetAlerts(before) {
      await sql`delete from alerts where status = 'resolved' and started < ${before}`
      await sql`delete from alert_deliveries where status <> 'pending' and created < ${before}`
    },
  }
}

/** Nobody can take the lease until what is written under it has committed. */
async function lasts(sql: Queries, { lease, holder }: Term): Promise<boolean> {
  const { count } = await sql`select 1 from leases where name = ${lease} and holder = ${holder} for share`
  return count === 1
}

type Changes = Parameters<AlertBook["saveAlerts"]>[0]

/** A status further on in a life stands further on in the list, and no alert goes back. */
async function saveRecords(sql: Queries, { alerts = [], deliveries = [] }: Changes): Promise<void> {
  const life = texts([...ALERT_STATUSES])
  for (const alert of alerts) {
    await sql`
      insert into alerts (id, shop, status, started, body)
      values (${alert.id}, ${encodeText(alert.shop)}, ${alert.status}, ${alert.started_at}, ${JSON.stringify(alert)})
      on conflict (id) do update set status = excluded.status, body = excluded.body
      where array_position(${life}::text[], excluded.status) >= array_position(${life}::text[], alerts.status)`
  }
  if (deliveries.length === 0) return
  const latest = [...new Map(deliveries.map(delivery => [delivery.id, delivery])).values()]
  await sql`
    insert into alert_deliveries (id, shop, status, next_at, created, body)
    select * from unnest(
      ${texts(latest.map(({ id }) => id))}::text[], ${texts(latest.map(({ shop }) => encodeText(shop)))}::text[],
      ${texts(latest.map(({ status }) => status))}::text[], ${numbers(latest.map(({ next_at }) => next_at))}::bigint[],
      ${texts(latest.map(({ created_at }) => created_at))}::text[],
      ${texts(latest.map(delivery => JSON.stringify(delivery)))}::json[])
    on conflict (id) do update set status = excluded.status, next_at = excluded.next_at, body = excluded.body`
}

async function saveSettings(sql: Queries, settings: readonly AlertSetting[]): Promise<void> {
  for (const { shop, kind, name, value } of settings) {
    const [stored, named] = [encodeText(shop), encodeText(name)]
    if (value === null) {
      await sql`delete from alert_settings where shop = ${stored} and kind = ${kind} and name = ${named}`
      continue
    }
    await sql`
      insert into alert_settings (shop, kind, name, value)
      values (${stored}, ${kind}, ${named}, ${JSON.stringify(value)})
      on conflict (shop, kind, name) do update set value = excluded.value`
  }
}
