import type { TopicState } from "./topics.ts"

/**
 * - `connecting`: the first answer is awaited;
 * - `live`: numbers are as new as the server's;
 * - `stale`: the socket was lost a moment ago and is being replaced;
 * - `offline`: the server cannot be reached; still trying;
 * - `refused`: the server does not accept the credential or this page's origin; not trying again.
 */
export type ConnectionState = "connecting" | "live" | "stale" | "offline" | "refused"

export interface Status {
  readonly state: ConnectionState
  /** Why, in words for the reader; with `offline` and `refused`. */
  readonly reason?: string
  /** The server's error code; with `refused`. */
  readonly code?: string
}

/** The seam between elements and the network: the live one is `live-connection.ts`, the gallery brings its own. */
export interface Connection {
  readonly status: Status
  /** Calls back on every change of `status`. @returns a function that stops it */
  watch(listener: () => void): () => void
  /** What is known about a topic now. */
  state(topic: string): TopicState
  /** Keeps a topic fresh and calls back on every change of its state. @returns a function that lets go of it */
  subscribe(topic: string, listener: () => void): () => void
}
