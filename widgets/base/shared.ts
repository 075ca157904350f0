import type { Connection } from "./connection.ts"
import { LiveConnection } from "./live-connection.ts"

/** Elements may come from several script files of one page, each with its own copy of this module. */
const KEY = Symbol.for("shopstream.connections.1")

type Page = typeof globalThis & { [KEY]?: Map<string, Connection> }

/** The one connection of this page to a server with a credential: all elements that name the same pair share it. */
export function sharedConnection(server: string, token?: string): Connection {
  const page = globalThis as Page
  page[KEY] ??= new Map()
  const key = `${server} ${token ?? ""}`
  const connection = page[KEY].get(key) ?? new LiveConnection({ server, token })
  page[KEY].set(key, connection)
  return connection
}
