import type { MemoBook, MemoId } from "../../memos.ts"
import type { Sql } from "./connect.ts"
import { decodeText, encodeText } from "./text.ts"

type Row = MemoId & { since: number | null; until: number | null; body: string }

/** What people wrote down. */
export function memoBook(sql: Sql): MemoBook {
  return {
    async memos({ shop, kind, name, window, limit }) {
      const rows = await sql<Row[]>`
        select shop, kind, name, since, until, body from memos
        where shop = ${encodeText(shop)} and kind = ${kind}
          ${name === undefined ? sql`` : sql`and name = ${encodeText(name)}`}
          ${window ? sql`and since < ${window.to} and until >= ${window.from}` : sql``}
        order by since desc nulls last, name limit ${limit}`
      return rows.map(({ shop, kind, name, since, until, body }) => ({
        ...{ shop: decodeText(shop), kind, name: decodeText(name) },
        ...(since === null || until === null ? {} : { from: since, to: until }),
        body: JSON.parse(body),
      }))
    },
    async saveMemo({ shop, kind, name, from = null, to = null, body }) {
      await sql`
        insert into memos (shop, kind, name, since, until, body)
        values (${encodeText(shop)}, ${kind}, ${encodeText(name)}, ${from}, ${to}, ${JSON.stringify(body)})
        on conflict (shop, kind, name)
          do update set since = excluded.since, until = excluded.until, body = excluded.body`
    },
    async removeMemo({ shop, kind, name }) {
      const { count } = await sql`
        delete from memos where shop = ${encodeText(shop)} and kind = ${kind} and name = ${encodeText(name)}`
      return count > 0
    },
  }
}
