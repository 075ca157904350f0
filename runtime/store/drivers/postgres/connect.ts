import postgres from "postgres"

/** Where the database is, and how it is spoken to. */
export interface PostgresOptions {
  /**
   * `postgres://user:password@host:5432/database`, with `sslmode=require` or `verify-full` where needed. Behind a
   * pooler nothing is prepared, unless it says `prepare=true`: for those that carry prepared statements along.
   */
  url: string
  /** Connections for reads; transactions and notices have their own. Default 4. */
  connections?: number
}

type Custom = { json: string; bigint: number; time: Date; bytes: Uint8Array }

export type Sql = postgres.Sql<Custom>
/** What a pool and an open transaction have in common. */
export type Queries = postgres.ISql<Custom>

/** Integers here are offsets, counters and epoch milliseconds: all below 2^53. */
const TYPES = {
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  // States and summaries are parsed where they are used, so that bytes and JSON take the same way.
  json: { to: 114, from: [114], serialize: (text: string) => text, parse: (text: string) => text },
  // As text, so that `infinity` and years before Christ may be said too.
  time: { to: 1184, from: [1184], serialize: String, parse: (text: string) => new Date(text) },
  bytes: {
    to: 17,
    from: [17],
    serialize: (value: Uint8Array) => `\\x${Buffer.from(value).toString("hex")}`,
    parse: (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), "hex")),
  },
}

/** Opens nothing yet: connections are made when they are first wanted, and again after they were lost. */
export function connect(url: string, options: { max: number; onclose?: () => void; onnotify?: unknown }): Sql {
  assertUrl(url)
  return postgres(url, {
    ...options,
    types: TYPES,
    // No question about array types at each connection: arrays are sent as text.
    fetch_types: false,
    max_lifetime: null,
    // The pipeline has a pace of its own for trying again; a connection is tried when it is asked for.
    backoff: () => 0.05,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: "shopstream" },
  }) as Sql
}

/** Host, port and database, without user and password: fit for messages. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${decodeURIComponent(hostname) || "localhost"}:${port || 5432}${pathname}`
}

function assertUrl(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return
  throw new Error("the database URL cannot be read; expected postgres://user:password@host:5432/database")
}
