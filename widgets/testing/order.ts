import type { ClientFrame, ServerFrame } from "../base/frames.ts"

/** What a test has its room do. */
export type Order =
  /** New data of a topic, to whoever subscribed; with a rev of its own choosing, or the next. */
  | { do: "publish"; topic: string; data: unknown; rev?: string }
  /** Cuts all sockets and goes on in another epoch. */
  | { do: "restart"; epoch: string }
  /** Cuts all sockets. */
  | { do: "drop" }
  /** A frame as it is, to all sockets. */
  | { do: "send"; frame: ServerFrame }
  /** Answers subscriptions to a topic with an error. */
  | { do: "fail"; topic: string; code: string; message: string }
  /** Refuses whoever signs in from now on; without a code, nobody. */
  | { do: "refuse"; code?: string; message?: string }
  /** Takes frames and says nothing, as a socket whose network is gone. */
  | { do: "mute" }
  /** What `GET /api/session` answers to the key `rk_right`. */
  | { do: "sign-in"; session: unknown }
  /** What a REST call answers to that key: the data, or with `error` a refusal (status 400 unless it says another). */
  | { do: "answer"; method?: string; path: string; data?: unknown; status?: number; error?: Problem }

interface Problem {
  code: string
  message: string
}

/** A REST call as it came. */
export interface Call {
  method: string
  /** Below the room, query included. */
  path: string
  body?: unknown
}

/** What a room has seen. */
export interface Seen {
  /** Sockets open now, and ever. */
  open: number
  opened: number
  frames: ClientFrame[]
  /** Topics subscribed now, once per socket. */
  topics: string[]
  /** REST calls but those for the session. */
  calls: Call[]
}
