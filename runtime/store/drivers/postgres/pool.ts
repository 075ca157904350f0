import type { Sql } from "./connect.ts"

/**
 * A pool of connections that can be made anew under those who use it. The client (3.4.9) forgets to clear its write timer
 * where a connection ends just after something was said on it: from then on that connection says nothing, not even when
 * it is made again, and whoever gets it waits until the connect timeout, for ever. Such a pool is given up as a whole.
 */
export class Pool {
  /** Says everything on the pool of the moment. */
  readonly sql: Sql
  #current: Sql

  constructor(private readonly open: () => Sql) {
    this.#current = open()
    this.sql = new Proxy(this.#current, {
      apply: (_, self, parts) => Reflect.apply(this.#current, self, parts),
      get: (_, name) => Reflect.get(this.#current, name),
    })
  }

  get current(): Sql {
    return this.#current
  }

  /** Replaces a pool, unless somebody else did; what is under way on it may end there. */
  replace(pool: Sql): void {
    if (pool !== this.#current) return
    this.#current = this.open()
    pool.end({ timeout: 5 }).catch(() => {})
  }
}
