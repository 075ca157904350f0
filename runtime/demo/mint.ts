import type { Random } from "./random.ts"

/** Makes the next id for a moment in epoch ms. */
export type Mint = (at: number) => string

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

/**
 * UUIDv7 (RFC 9562) from simulated time and seeded randomness. The 12 bits after the version count within one
 * millisecond, so ids ascend in the order they are minted; a full count, or a clock that steps back, borrows from the
 * millisecond after the last one.
 */
export function createMint(random: Random): Mint {
  let last = -1
  let prefix = ""
  let count = 0
  return at => {
    const ms = Math.floor(at)
    if (ms > last || count === 0xfff) {
      last = Math.max(ms, last + 1)
      // Starting low leaves room for thousands of ids in this millisecond.
      count = random.uint32() & 0xff
      const time = last.toString(16).padStart(12, "0")
      prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`
    } else {
      count++
    }
    const a = random.uint32()
    const b = random.uint32()
    const variant = HEX[0x80 | ((a >>> 24) & 0x3f)]! + HEX[(a >>> 16) & 0xff]!
    const node =
      HEX[(a >>> 8) & 0xff]! + HEX[a & 0xff]! + HEX[b >>> 24]! + HEX[(b >>> 16) & 0xff]! + HEX[(b >>> 8) & 0xff]!
    return `${prefix}${HEX[count >>> 8]![1]}${HEX[count & 0xff]}-${variant}-${node}${HEX[b & 0xff]}`
  }
}
