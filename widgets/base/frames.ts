import type { ErrorFrame, ServerFrame } from "../../runtime/live/frames.ts"

export type { ClientFrame, DataFrame, ErrorFrame, ServerFrame } from "../../runtime/live/frames.ts"

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

/** What the elements act upon. */
type HeededFrame = Extract<ServerFrame, { type: "snapshot" | "update" | "error" | "pong" }>

/** @returns the frame, or undefined for anything else: a server says things that this page has no use for, or does not know. */
export function parseFrame(text: unknown): HeededFrame | undefined {
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
