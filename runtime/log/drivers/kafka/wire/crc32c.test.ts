import { expect, test } from "bun:test"
import fc from "fast-check"
import { crc32c } from "./crc32c.ts"

test("it is the check value of CRC-32C's definition", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283)
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(0))).toBe(0)
})

test("eight bytes at a time are as good as bit by bit", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), bytes => expect(crc32c(bytes)).toBe(bitByBit(bytes))))
})

function bitByBit(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
