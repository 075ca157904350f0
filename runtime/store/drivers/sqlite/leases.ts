import type { Database } from "bun:sqlite"

/** Work that one process at a time may do: who has it, and until when by this machine's clock. */
export function leases(db: Database) {
  const take = db.query<null, [string, string, number, number]>(
    `INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?4 + ?3)
     ON CONFLICT DO UPDATE SET holder = excluded.holder, until = excluded.until
     WHERE holder = excluded.holder OR until <= ?4`,
  )
  const giveBack = db.query<null, [string, string]>("DELETE FROM leases WHERE name = ? AND holder = ?")
  return {
    lease: (name: string, holder: string, ttl: number): boolean =>
      take.run(name, holder, ttl, Date.now()).changes === 1,
    release: (name: string, holder: string): void => void giveBack.run(name, holder),
  }
}
