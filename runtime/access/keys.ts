import { createHash, randomBytes } from "node:crypto"
import type { KeyKind, KeyRecord } from "../store/store.ts"

/** What a key begins with says what it may do. */
export const PREFIX: Record<KeyKind, string> = { write: "wk_", ingest: "sk_", read: "rk_", admin: "ak_" }

export const KEY_KINDS = Object.keys(PREFIX) as KeyKind[]

/** A key as its owner sees it, once, and as the store keeps it. */
export interface MintedKey {
  key: string
  record: KeyRecord
}

/**
 * A new key: prefix and 32 url-safe characters (192 random bits).
 * @param origins where a write key may be used from; empty = anywhere
 */
export function mintKey(shop: string, kind: KeyKind, origins: readonly string[] = []): MintedKey {
  const key = PREFIX[kind] + randomBytes(24).toString("base64url")
  return {
    key,
    record: {
      hash: hashKey(key),
      shop,
      kind,
      label: kind === "write" ? key : `${key.slice(0, 9)}…`,
      origins: [...origins],
      created_at: new Date().toISOString(),
    },
  }
}

/** What the store knows a key by: sha-256 of the whole key, hex. No salt is needed, as keys are random themselves. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex")
}

/** Whether a credential has the form of a key at all; a widget token (`wt_`) has not. */
export function looksLikeKey(credential: string): boolean {
  return /^(wk|sk|rk|ak)_[A-Za-z0-9_-]{32}$/.test(credential)
}
