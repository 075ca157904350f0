import { Refusal } from "../errors.ts"
import type { KeyRecord, Shop, Store } from "../store/store.ts"
import { openDirectory } from "./directory.ts"
import { hashKey, looksLikeKey } from "./keys.ts"
import { isSameOrigin } from "./origin.ts"
import type { Access, Principal } from "./principal.ts"
import { createSignIns, type SignIns } from "./sign-in.ts"
import { readWidgetToken } from "./tokens.ts"

export interface AccessOptions {
  store: Pick<Store, "shops" | "keys" | "accessRev" | "lease">
  /** `Config.secret`. */
  secret: string
  pollMs?: number
  /** Least time between two looks at the store for keys that are not known. */
  throttleMs?: number
  /** Epoch ms. */
  now?: () => number
}

/** `Access`, and what the sign-in routes and the composition need beside it. */
export interface RunningAccess extends Access {
  signIns: SignIns
  /** The shop's newest public write key, for the snippet a dashboard shows. */
  writeKey(shop: string): string | undefined
  /** Looks at the store now: after this process itself saved a shop or a key. */
  refresh(): Promise<void>
  close(): void
}

/**
 * Keys, tokens and sign-ins, resolved from memory.
 * @example const access = await createAccess({ store, secret: config.secret })
 */
export async function createAccess(options: AccessOptions): Promise<RunningAccess> {
  const { store, secret, pollMs = 400, throttleMs = 50, now = Date.now } = options
  const directory = await openDirectory(store, { pollMs, throttleMs })
  // A lease under a holder that is nobody else's is a claim: whoever comes second does not get it.
  const claim = (name: string, ms: number) => store.lease(name, crypto.randomUUID(), ms)
  const signIns = createSignIns(secret, claim, now)

  async function resolve(credential: string): Promise<Principal> {
    if (credential.startsWith("wt_")) return ofWidgetToken(credential)
    if (!looksLikeKey(credential)) {
      throw new Refusal(
        "unknown_key",
        "expected a key (wk_, sk_, rk_, ak_) or a widget token (wt_), got something else",
      )
    }
    const hash = hashKey(credential)
    // A key unknown here may have been minted by another process a moment ago.
    if (!directory.key(hash)) await directory.refresh().catch(storeAway)
    return ofKey(directory.key(hash))
  }

  function ofKey(key: KeyRecord | undefined): Principal {
    const shop = key && directory.shop(key.shop)
    if (!key || !shop) throw new Refusal("unknown_key", "this key is not known here; see: shopstream keys list")
    if (key.revoked_at) throw new Refusal("revoked_key", `this key was revoked on ${key.revoked_at}; make another one`)
    return { shop, kind: key.kind, keyHash: key.hash, origins: key.origins }
  }

  async function ofWidgetToken(token: string): Promise<Principal> {
    const { shop: id, ...grant } = await readWidgetToken(secret, token, now())
    if (!directory.shop(id)) await directory.refresh().catch(storeAway)
    const shop = directory.shop(id)
    if (!shop) throw new Refusal("bad_token", `this widget token names the shop ${id}, which is not here`)
    return { ...grant, shop, kind: "widget" }
  }

  async function ofCookie(request: Request): Promise<Principal> {
    const session = await signIns.sessionOf(request)
    const shop = session && directory.shop(session.shop)
    if (!shop) {
      throw new Refusal("missing_key", "expected an Authorization: Bearer header with a key, or a signed-in browser")
    }
    if (!isSameOrigin(request)) {
      throw new Refusal(
        "origin_not_allowed",
        "a signed-in browser may only ask from the dashboard's own origin; use a key",
      )
    }
    const key = session.key === undefined ? undefined : ofKey(directory.key(session.key))
    return { shop, kind: session.kind, keyHash: key?.keyHash, origins: [], expires: session.expires }
  }

  return {
    signIns,
    resolve,
    async ofRequest(request) {
      const header = request.headers.get("authorization")
      if (header === null) return ofCookie(request)
      const credential = /^Bearer +(\S+)$/i.exec(header)?.[1]
      if (!credential)
        throw new Refusal("missing_key", "expected the Authorization header to be: Bearer, a space, and a key")
      return resolve(credential)
    },
    checkOrigin(principal, origin) {
      if (principal.origins.length === 0 || (origin !== null && principal.origins.includes(origin))) return
      throw new Refusal(
        "origin_not_allowed",
        `this ${principal.kind === "widget" ? "token" : "key"} may be used from ${principal.origins.join(", ")}, not from ${origin ?? "a request without Origin"}`,
      )
    },
    shop: id => directory.shop(id),
    writeKey(shop: Shop["id"]) {
      const keys = directory.keysOf(shop).filter(key => key.kind === "write" && !key.revoked_at)
      return keys.sort((a, b) => b.created_at.localeCompare(a.created_at))[0]?.label
    },
    onRevoked: directory.onRevoked,
    refresh: directory.refresh,
    close: directory.close,
  }
}

/** Whether the key exists cannot be known now, so "unknown" would be a lie that makes senders give up. */
function storeAway(): never {
  throw new Refusal("unavailable", "the store cannot be asked about this key right now; try again", undefined, 1)
}
