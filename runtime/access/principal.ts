import type { KeyKind, Shop } from "../store/store.ts"

/** Who asks: what a key, a widget token or the dashboard's cookie turned out to be. */
export interface Principal {
  shop: Shop
  kind: KeyKind | "widget"
  /** sha-256 of the key behind it: a socket closes when this key is revoked. */
  keyHash?: string
  /** Origins it may be used from; empty = any. */
  origins: readonly string[]
  /** Metrics a widget token names; undefined = all. */
  metrics?: readonly string[]
  /** Rounding and minimum count a widget token asks for; the server applies them. */
  round?: number
  minimum?: number
  /** Dimension values a widget token is locked to: it never reads anything else. */
  filters?: Readonly<Record<string, string>>
  /** Epoch ms; a widget token's or a sign-in's end. */
  expires?: number
}

/** Keys, tokens and sign-ins, resolved from memory: `access.ts` keeps it fresh from the store. */
export interface Access {
  /** Takes any `wk_ sk_ rk_ ak_ wt_` credential. @throws Refusal unknown_key | revoked_key | bad_token | expired_token */
  resolve(credential: string): Promise<Principal>
  /** The principal of a request: `Authorization: Bearer`, else the dashboard's cookie. @throws Refusal missing_key … */
  ofRequest(request: Request): Promise<Principal>
  /** @throws Refusal origin_not_allowed when the principal names origins and this is none of them. */
  checkOrigin(principal: Principal, origin: string | null): void
  shop(id: string): Shop | undefined
  /** Calls back when keys were revoked, with their hashes, at most 500 ms after it happened in whatever process. */
  onRevoked(listener: (hashes: ReadonlySet<string>) => void): () => void
}
