import type { State } from "./store.ts"

/** A state as a column holds it: bytes as a BLOB, everything else as JSON text. */
export type StoredState = string | Uint8Array

export function encodeState(state: State): StoredState {
  // A copy: a view would take its whole buffer along to the thread.
  return state instanceof Uint8Array ? new Uint8Array(state) : JSON.stringify(state)
}

export function decodeState(stored: StoredState): State {
  return typeof stored === "string" ? JSON.parse(stored) : stored
}
