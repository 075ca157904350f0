let last = 0
let counter = 0

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0")

/**
 * A UUIDv7 (RFC 9562): 48 bits of time, a 12-bit counter, 62 random bits. Ids of one page sort in the order they were
 * minted, also within a millisecond and when the clock steps back; the server's dedupe index depends on that order.
 * @param now epoch milliseconds
 */
export function mintId(now: number): string {
  const random = crypto.getRandomValues(new Uint16Array(5)) as unknown as [number, number, number, number, number]
  if (now > last) {
    last = now
    // Half of the counter's range stays free to count up in.
    counter = random[4] & 0x7ff
  } else if (++counter > 0xfff) {
    last++
    counter = 0
  }
  const time = hex(last, 12)
  const variant = 0x8000 | (random[0] & 0x3fff)
  const tail = hex(random[1], 4) + hex(random[2], 4) + hex(random[3], 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${hex(variant, 4)}-${tail}`
}
