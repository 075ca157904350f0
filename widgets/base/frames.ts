/** What travels on `/ws/metrics`, both ways. */

export type ClientFrame =
  | { type: "auth"; token?: string }
  | { type: "subscribe" | "unsubscribe"; topics: string[] }
  | { type: "ping" }

export interface DataFrame {
  type: "snapshot" | "update"
  topic: string
  /** `"<epoch>:<n>"`, see `rev.ts`. */
  rev: string
  data: unknown
}

export interface ErrorFrame {
  type: "error"
  code: string
  message: string
  /** The topic that was refused; absent when the whole socket is meant. */
  topic?: string
}

export type ServerFrame = DataFrame | ErrorFrame | { type: "pong" }

/** Codes that mean the credential or the page's origin is refused: trying again with the same ones is pointless. */
const REFUSALS = new Set([
  "missing_key",
  "unknown_key",
  "revoked_key",
  "bad_token",
  "expired_token",
  "wrong_key_kind",
  "origin_not_allowed",
])

export const isRefusal = (frame: ErrorFrame) => frame.topic === undefined && REFUSALS.has(frame.code)

/** @returns the frame, or undefined for anything that is not one: a newer server may say things this page does not know. */
export function parseFrame(text: unknown): ServerFrame | undefined {
  if (typeof text !== "string") return undefined
  try {
    const frame = JSON.parse(text) as ServerFrame
    if (frame.type === "pong" || frame.type === "error") return frame
    const isData = frame.type === "snapshot" || frame.type === "update"
    return isData && typeof frame.topic === "string" && typeof frame.rev === "string" ? frame : undefined
  } catch {
    return undefined
  }
}
