import type { Database } from "bun:sqlite"
import type { Memo, MemoId, MemoQuery } from "../../memos.ts"

type Row = MemoId & { since: number | null; until: number | null; body: string }
type Params = Record<"shop" | "kind", string> &
  Record<"limit", number> &
  Record<"name", string | null> &
  Record<"from" | "to", number | null>

/** What people wrote down. */
export function memoReads(db: Database) {
  const find = db.query<Row, Params>(
    `SELECT shop, kind, name, since, until, body FROM memos
     WHERE shop = $shop AND kind = $kind AND ($name IS NULL OR name = $name)
       AND ($from IS NULL OR (since < $to AND until >= $from))
     ORDER BY since DESC, name LIMIT $limit`,
  )
  return {
    memos: ({ shop, kind, name = undefined, window, limit }: MemoQuery): Memo[] =>
      find
        .all({ shop, kind, name: name ?? null, from: window?.from ?? null, to: window?.to ?? null, limit })
        .map(({ since, until, body, ...id }) => ({
          ...id,
          ...(since === null || until === null ? {} : { from: since, to: until }),
          body: JSON.parse(body),
        })),
  }
}

export function memoWrites(db: Database) {
  const save = db.query(
    `INSERT INTO memos (shop, kind, name, since, until, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET since = excluded.since, until = excluded.until, body = excluded.body`,
  )
  const remove = db.query("DELETE FROM memos WHERE shop = ? AND kind = ? AND name = ?")
  return {
    saveMemo: ({ shop, kind, name, from, to, body }: Memo): void =>
      void save.run(shop, kind, name, from ?? null, to ?? null, JSON.stringify(body)),
    removeMemo: ({ shop, kind, name }: MemoId): boolean => remove.run(shop, kind, name).changes > 0,
  }
}
