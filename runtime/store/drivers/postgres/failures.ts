import { StoreAway } from "../../store.ts"

/** Errors of the database, sorted by what a caller can do about them. */

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? "")

/** The connection is gone or could not be made; the next try makes a new one. */
export function isDisconnected(error: unknown): boolean {
  const code = codeOf(error)
  return /^(08|57P0)/.test(code) || /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)/.test(code)
}

/**
 * Two transactions got in each other's way and this one was undone as a whole; run again, it sees what the other did.
 * Deadlock, or serialisation failure.
 */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error)
  return code === "40001" || code === "40P01"
}

/**
 * A connection that stood when it was given the query broke under it, as every connection of a pool does when the server
 * restarts. Whether the server is away is only known once another connection was tried.
 */
export function isBroken(error: unknown): boolean {
  return isSilent(error) || /^(CONNECTION_CLOSED|ECONNRESET|EPIPE|08006|57P0[12])$/.test(codeOf(error))
}

/** A connection was made, and nothing came of it: the server is stopped, or the client is stuck (`pool.ts`). */
export function isSilent(error: unknown): boolean {
  return codeOf(error) === "CONNECT_TIMEOUT"
}

/** What an operator can do about what a server says; by the beginnings of codes. */
const REMEDIES: readonly [RegExp, string][] = [
  [/^28/, "see the user and the password in DATABASE_URL"],
  [/^25006/, "it is a replica or read-only: expected the address of the primary in DATABASE_URL"],
  [/^3D000/, "create it, or see the name in DATABASE_URL"],
  [/^42501/, "grant it to the user in DATABASE_URL, who makes and changes tables"],
]

/**
 * Says plainly that the database cannot be reached, and where it was looked for, or what to do about what it says; other
 * errors stay as they are.
 */
export function plain(error: unknown, place: string): unknown {
  const { message } = error as Error
  if (codeOf(error) === "53300") {
    const todo = "raise max_connections, or put a pooler in between"
    return new StoreAway(`the database at ${place} takes no more connections (${message}); ${todo}`, { cause: error })
  }
  const remedy = REMEDIES.find(([pattern]) => pattern.test(codeOf(error)))?.[1]
  if (remedy) return new Error(`the database at ${place} says: ${message}; ${remedy}`, { cause: error })
  if (!isDisconnected(error)) return error
  const todo = /TLS/.test(message)
    ? "where it speaks no TLS, take sslmode out of DATABASE_URL"
    : "start it, or try again when it is back"
  return new StoreAway(`the database at ${place} cannot be reached or ended the connection (${message}); ${todo}`, {
    cause: error,
  })
}
