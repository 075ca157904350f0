import type { Database } from "bun:sqlite"

export type CounterName = "access_rev" | "touch" | "sealing" | "seen_epoch" | "seen_generation"

/** The named numbers in `meta`; one that was never set is 0. */
export function counters(db: Database) {
  const read = db.query<{ value: number }, [string]>("SELECT value FROM meta WHERE name = ?")
  const write = db.query<null, [string, number]>(
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  )
  const get = (name: CounterName) => read.get(name)?.value ?? 0
  const set = (name: CounterName, value: number) => void write.run(name, value)
  return {
    get,
    set,
    /** Raises a counter by one; the result was never given before. */
    next(name: CounterName): number {
      const value = get(name) + 1
      set(name, value)
      return value
    },
  }
}
