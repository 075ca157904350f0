import type { Access, Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import type { Envelope } from "../log/log.ts"

/** The key in `Authorization: Bearer …`. Another scheme is another gate's, e.g. the password of a staging site. */
export function bearer(headers: Headers): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1]
}

/** The key in a body's `write_key`. @throws Refusal wrong_key_kind for a secret */
export function publicKey(writeKey: string | undefined): string {
  if (writeKey === undefined) {
    throw new Refusal(
      "missing_key",
      'expected a key in "Authorization: Bearer wk_…" or, for a wk_ key, in the body\'s "write_key"; got none',
    )
  }
  if (/^(sk|rk|ak|wt)_/.test(writeKey)) {
    throw new Refusal(
      "wrong_key_kind",
      'expected a public wk_ key in "write_key", got a secret one. Send secrets in the Authorization header only; revoke this one if a page shows it',
    )
  }
  return writeKey
}

export interface EventSender {
  principal: Principal
  source: Envelope["source"]
}

/**
 * Who may send events by this key, and how far they are trusted.
 *
 * @throws Refusal unknown_key | revoked_key | wrong_key_kind | origin_not_allowed
 */
export async function eventSender(credential: string, headers: Headers, access: Access): Promise<EventSender> {
  const principal = await access.resolve(credential)
  if (principal.kind === "ingest") return { principal, source: "server" }
  if (principal.kind === "write") {
    access.checkOrigin(principal, headers.get("origin"))
    return { principal, source: "browser" }
  }
  throw new Refusal(
    "wrong_key_kind",
    `expected a key that may send events (wk_ from a page, sk_ from a server), got one of kind ${principal.kind}`,
  )
}
