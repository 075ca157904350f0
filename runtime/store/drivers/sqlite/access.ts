import type { Database } from "bun:sqlite"
import { assertZone } from "../../calendar.ts"
import type { Incident, KeyRecord, Shop } from "../../store.ts"
import { counters } from "./counters.ts"
import { rollUpWrites } from "./rollups.ts"
import { zones } from "./zones.ts"

type ShopRow = Omit<Shop, "browser_refunds"> & { browser_refunds: number }
type KeyRow = Omit<KeyRecord, "origins" | "revoked_at"> & { origins: string; revoked_at: string | null }

/** Shops, keys and incidents as they stand. */
export function accessReads(db: Database) {
  const counter = counters(db)
  const shops = db.query<ShopRow, []>("SELECT id, name, currency, timezone, browser_refunds FROM shops ORDER BY id")
  const keys = db.query<KeyRow, []>(
    "SELECT hash, shop, kind, label, origins, created_at, revoked_at FROM keys ORDER BY created_at, hash",
  )
  const incidents = db.query<Incident, []>("SELECT id, code, message, at FROM incidents ORDER BY number")
  return {
    accessRev: () => counter.get("access_rev"),
    shops: (): Shop[] => shops.all().map(row => ({ ...row, browser_refunds: row.browser_refunds === 1 })),
    keys: (): KeyRecord[] =>
      keys.all().map(({ origins, revoked_at, ...row }) => ({
        ...row,
        origins: JSON.parse(origins),
        ...(revoked_at === null ? {} : { revoked_at }),
      })),
    incidents: () => incidents.all(),
  }
}

export function accessWrites(db: Database) {
  const counter = counters(db)
  const zoneOf = zones(db)
  const rollUps = rollUpWrites(db)
  const saveShop = db.query(
    `INSERT INTO shops (id, name, currency, timezone, browser_refunds) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, currency = excluded.currency, timezone = excluded.timezone,
       browser_refunds = excluded.browser_refunds`,
  )
  const saveKey = db.query(
    `INSERT INTO keys (hash, shop, kind, label, origins, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET shop = excluded.shop, kind = excluded.kind, label = excluded.label,
       origins = excluded.origins, created_at = excluded.created_at, revoked_at = excluded.revoked_at`,
  )
  const record = db.query<null, [string, string, string, string]>(
    "INSERT OR IGNORE INTO incidents (id, code, message, at) VALUES (?, ?, ?, ?)",
  )
  return {
    saveShop({ id, name, currency, timezone, browser_refunds }: Shop): void {
      assertZone(timezone)
      const before = zoneOf(id)
      saveShop.run(id, name, currency, timezone, browser_refunds)
      if (before !== timezone) rollUps.recut(id)
      counter.next("access_rev")
    },
    saveKey({ hash, shop, kind, label, origins, created_at, revoked_at }: KeyRecord): void {
      saveKey.run(hash, shop, kind, label, JSON.stringify(origins), created_at, revoked_at ?? null)
      counter.next("access_rev")
    },
    incident: ({ id, code, message, at }: Incident) => void record.run(id, code, message, at),
  }
}
