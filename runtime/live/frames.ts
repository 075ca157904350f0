/**
 * What travels on `/ws/metrics`, both ways, one JSON text per frame.
 *
 * A client signs in first, within 5 s: `auth` with a key or widget token; without one, or with `subscribe` as the first
 * frame, the dashboard's cookie signs in. The server answers `ready`. Each topic then gets a `snapshot` and, whenever
 * its data changed, an `update`; a socket too slow for all of them skips to the newest.
 *
 * A topic is a REST path under `/api/metrics/` with its query (`revenue?minutes=60&step=1m`) and its `data` is what REST
 * answers; or `dashboard`, which gets a `snapshot` and then `metrics_update`s, at least one a second. A socket that
 * subscribes to nothing gets those too.
 *
 * The server closes with 4401 when it does not accept who asks, or no longer does; an `error` frame without `topic`
 * says why beforehand.
 */

export type ClientFrame =
  | { type: "auth"; token?: string }
  | { type: "subscribe" | "unsubscribe"; topics: string[] }
  | { type: "ping" }

export interface ReadyFrame {
  type: "ready"
  shop: { id: string; name: string; currency: string; timezone: string }
}

export interface DataFrame {
  type: "snapshot" | "update"
  topic: string
  /**
   * `"<epoch>:<n>"`: the committed state that `data` reflects. n rises with every commit and with the time that moves
   * windows on; another epoch (another server, a restart) counts afresh, so take its snapshot.
   */
  rev: string
  data: unknown
}

export interface MetricsUpdateFrame {
  type: "metrics_update"
  /** ISO 8601, UTC. */
  timestamp: string
  data: unknown
}

export interface ErrorFrame {
  type: "error"
  /** From the one table of error codes, as in REST. */
  code: string
  message: string
  /** The topic that was refused or has ended; absent when the frame or the whole socket is meant. */
  topic?: string
}

export interface PongFrame {
  type: "pong"
}

export type ServerFrame = ReadyFrame | DataFrame | MetricsUpdateFrame | ErrorFrame | PongFrame

/** Close code for a socket that is not, or no longer, allowed to read: do not try again with the same credential. */
export const UNAUTHORISED = 4401
