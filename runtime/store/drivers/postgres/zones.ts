import type { Queries } from "./connect.ts"
import type { Line } from "./session.ts"
import { decodeText } from "./text.ts"

/** The zone a shop's days are cut in; UTC for cells of a shop that was never saved. */
export type ZoneOf = (shop: string) => string

/** Zones as they stand, read again only when shops or keys have changed. */
export class Zones {
  #rev = -1
  #zones = new Map<string, string>()

  /** As they stand in a transaction: nobody changes a zone while one is open. */
  within(line: Line): Promise<ZoneOf> {
    return this.#asOf(query => line.run(query))
  }

  now(sql: Queries): Promise<ZoneOf> {
    return this.#asOf(query => query(sql))
  }

  async #asOf(ask: <T>(query: (sql: Queries) => Promise<T>) => Promise<T>): Promise<ZoneOf> {
    const [meta] = await ask(sql => sql<{ value: number }[]>`select value from meta where name = 'access_rev'`)
    if (meta!.value !== this.#rev) {
      const rows = await ask(sql => sql<{ id: string; timezone: string }[]>`select id, timezone from shops`)
      this.#zones = new Map(rows.map(({ id, timezone }) => [decodeText(id), timezone]))
      this.#rev = meta!.value
    }
    const zones = this.#zones
    return shop => zones.get(shop) ?? "UTC"
  }
}
