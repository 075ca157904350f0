import type { Database } from "bun:sqlite"
import {
  ALERT_STATUSES,
  type AlertBook,
  type AlertChanges,
  type AlertRecord,
  type AlertSetting,
  type DeliveryRecord,
} from "../../alerts.ts"

type Query<Name extends "alerts" | "deliveries"> = Parameters<AlertBook[Name]>[0]
interface Body {
  body: string
}

/** A status further on in a life stands further on in this text. */
const LIFE = ALERT_STATUSES.join()

const bodies = <Record>(rows: readonly Body[]): Record[] => rows.map(({ body }) => JSON.parse(body) as Record)

export function alertReads(db: Database) {
  const alerts = db.query<Body, [string | null, number, number]>(
    `SELECT body FROM alerts WHERE (?1 IS NULL OR shop = ?1) AND (?2 = 0 OR status <> 'resolved')
     ORDER BY started DESC, id DESC LIMIT ?3`,
  )
  const deliveries = db.query<Body, [string | null, number]>(
    "SELECT body FROM alert_deliveries WHERE (?1 IS NULL OR shop = ?1) ORDER BY created DESC, id DESC LIMIT ?2",
  )
  const due = db.query<Body, [string | null, number, number]>(
    `SELECT body FROM alert_deliveries WHERE status = 'pending' AND next_at <= ?2 AND (?1 IS NULL OR shop = ?1)
     ORDER BY next_at LIMIT ?3`,
  )
  const settings = db.query<Omit<AlertSetting, "value"> & { value: string }, []>(
    "SELECT shop, kind, name, value FROM alert_settings",
  )
  return {
    alerts: ({ shop = undefined, open = false, limit }: Query<"alerts">): AlertRecord[] =>
      bodies(alerts.all(shop ?? null, Number(open), limit)),
    deliveries: ({ shop, due: by, limit }: Query<"deliveries">): DeliveryRecord[] =>
      bodies(by === undefined ? deliveries.all(shop ?? null, limit) : due.all(shop ?? null, by, limit)),
    alertSettings: (): AlertSetting[] => settings.all().map(row => ({ ...row, value: JSON.parse(row.value) })),
  }
}

export function alertWrites(db: Database) {
  const saveAlert = db.query(
    `INSERT INTO alerts (id, shop, status, started, body) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT DO UPDATE SET status = excluded.status, body = excluded.body
     WHERE instr(?6, excluded.status) >= instr(?6, status)`,
  )
  const saveDelivery = db.query(
    `INSERT INTO alert_deliveries (id, shop, status, next_at, created, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET status = excluded.status, next_at = excluded.next_at, body = excluded.body`,
  )
  const saveSetting = db.query(
    `INSERT INTO alert_settings (shop, kind, name, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  )
  const lasts = db.query<unknown, [string, string]>("SELECT 1 FROM leases WHERE name = ? AND holder = ?")
  const removeSetting = db.query("DELETE FROM alert_settings WHERE shop = ? AND kind = ? AND name = ?")
  const forget = [
    db.query("DELETE FROM alerts WHERE status = 'resolved' AND started < ?"),
    db.query("DELETE FROM alert_deliveries WHERE status <> 'pending' AND created < ?"),
  ]
  return {
    saveAlerts({ under, alerts = [], deliveries = [], settings = [] }: AlertChanges): boolean {
      if (under && !lasts.get(under.lease, under.holder)) return false
      for (const alert of alerts) {
        saveAlert.run(alert.id, alert.shop, alert.status, alert.started_at, JSON.stringify(alert), LIFE)
      }
      for (const delivery of deliveries) {
        const { id, shop, status, next_at, created_at } = delivery
        saveDelivery.run(id, shop, status, next_at, created_at, JSON.stringify(delivery))
      }
      for (const { shop, kind, name, value } of settings) {
        if (value === null) removeSetting.run(shop, kind, name)
        else saveSetting.run(shop, kind, name, JSON.stringify(value))
      }
      return true
    },
    forgetAlerts(before: string): void {
      for (const statement of forget) statement.run(before)
    },
  }
}
