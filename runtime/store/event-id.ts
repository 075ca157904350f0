const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The 16 bytes an event id is remembered by: a UUID's own, so that UUIDv7 ids stay in order and insert fast, and a hash
 * of any other. Upper and lower case of a UUID are the same id.
 */
export function eventIdBytes(id: string): Uint8Array {
  if (UUID.test(id)) return Buffer.from(id.replaceAll("-", ""), "hex")
  return new Bun.CryptoHasher("sha256").update(id).digest().subarray(0, 16)
}

/** The same as a UUID in lower case. */
export function eventUuid(id: string): string {
  if (UUID.test(id)) return id.toLowerCase()
  const hex = Buffer.from(eventIdBytes(id)).toString("hex")
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}
