import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"

const LINK_SECONDS = 60 * 60
/** Expiry and nonce, then their signature: 28 characters, so that the whole address fits a line of a terminal. */
const BYTES = { expiry: 4, nonce: 5, signature: 12 }
const SIGNED = BYTES.expiry + BYTES.nonce

/** Says whether nobody had claimed this name yet; it stays claimed for `ms`. */
export type ClaimLink = (name: string, ms: number) => Promise<boolean>

/** The tokens of one-time links: `<shop>.<expiry, nonce and signature>`. */
export interface Links {
  mint(shop: string): string
  /** Uses a link up. @returns its shop, or undefined where it was used, has expired, or was not signed here */
  redeem(token: string): Promise<string | undefined>
}

/**
 * Links are signed, so that any process of the installation can follow them, and claimed in the store, so that only one
 * does, and once.
 * @param now epoch ms
 */
export function createLinks(secret: string, claim: ClaimLink, now: () => number): Links {
  const sign = (shop: string, head: Uint8Array): Buffer =>
    createHmac("sha256", secret).update(`link/${shop}/`).update(head).digest().subarray(0, BYTES.signature)

  return {
    mint(shop) {
      const head = Buffer.concat([Buffer.alloc(BYTES.expiry), randomBytes(BYTES.nonce)])
      head.writeUInt32BE(Math.floor(now() / 1000) + LINK_SECONDS)
      return `${shop}.${Buffer.concat([head, sign(shop, head)]).toString("base64url")}`
    },

    async redeem(token) {
      const at = token.lastIndexOf(".")
      const [shop, bytes] = [token.slice(0, Math.max(0, at)), Buffer.from(token.slice(at + 1), "base64url")]
      if (bytes.length !== SIGNED + BYTES.signature) return undefined
      const [head, signature] = [bytes.subarray(0, SIGNED), bytes.subarray(SIGNED)]
      if (!timingSafeEqual(signature, sign(shop, head))) return undefined
      const left = head.readUInt32BE() * 1000 - now()
      if (left <= 0) return undefined
      return (await claim(`link/${head.toString("base64url")}`, left)) ? shop : undefined
    },
  }
}
