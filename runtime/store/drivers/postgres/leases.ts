import type { Store } from "../../store.ts"
import type { Sql } from "./connect.ts"

/** Work that one process at a time may do: who has it, and until when by the database's clock. */
export function leases(sql: Sql): Pick<Store, "lease" | "release"> {
  return {
    async lease(name, holder, ttl) {
      const { count } = await sql`
        insert into leases (name, holder, expires)
        values (${name}, ${holder}, clock_timestamp() + ${ttl}::float8 * interval '1 millisecond')
        on conflict (name) do update set holder = excluded.holder, expires = excluded.expires
        where leases.holder = excluded.holder or leases.expires <= clock_timestamp()`
      return count === 1
    },
    async release(name, holder) {
      await sql`delete from leases where name = ${name} and holder = ${holder}`
    },
  }
}
