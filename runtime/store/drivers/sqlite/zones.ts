import type { Database } from "bun:sqlite"

/** The zone a shop's days are cut in; UTC for cells of a shop that was never saved. */
export function zones(db: Database): (shop: string) => string {
  const find = db.query<{ timezone: string }, [string]>("SELECT timezone FROM shops WHERE id = ?")
  return shop => find.get(shop)?.timezone ?? "UTC"
}
