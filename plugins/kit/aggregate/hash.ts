/**
 * 53-bit hashes for sets of ids. Sets hold these and never the ids; the installation's salt keeps a stored set from
 * being compared with known ids or with another installation's sets.
 */
let salt = 0

/** Salts all hashes of this process; the runtime calls it once, before the first fold, with the installation's secret. */
export function useSalt(secret: string): void {
  salt = mix(secret, 0) >>> 0
}

/** A salted 53-bit hash as an exact number. Source: cyrb53 by bryc (public domain), a two-lane murmur-like mix. */
export function hash53(text: string): number {
  return mix(text, salt)
}

function mix(text: string, seed: number): number {
  let h1 = 0xdeadbeef ^ seed
  let h2 = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ unit, 2654435761)
    h2 = Math.imul(h2 ^ unit, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return 4294967296 * (h2 & 0x1fffff) + (h1 >>> 0)
}
