/**
 * Writes Kafka's primitive types one after the other into one Buffer, which grows. Numbers are big-endian, text is UTF-8,
 * lengths are bytes. `compact…` and `tags` are what flexible versions of the protocol use.
 */
export class Writer {
  #bytes: Buffer
  #at = 0

  /** @param capacity bytes to begin with */
  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at
  }

  int8(value: number): this {
    this.#grow(1)
    this.#bytes[this.#at++] = value
    return this
  }

  int16(value: number): this {
    this.#grow(2)
    this.#at = this.#bytes.writeInt16BE(value, this.#at)
    return this
  }

  int32(value: number): this {
    this.#grow(4)
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
    return this
  }

  uint32(value: number): this {
    this.#grow(4)
    this.#at = this.#bytes.writeUInt32BE(value, this.#at)
    return this
  }

  /** @param value a safe integer */
  int64(value: number): this {
    return this.int32(Math.floor(value / 2 ** 32)).uint32(value >>> 0)
  }

  /** @param value from 0 to 2³² − 1 */
  uvarint(value: number): this {
    this.#grow(5)
    let rest = value
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
    this.#bytes[this.#at++] = rest
    return this
  }

  /** @param value a signed 32-bit integer, written in zigzag */
  varint(value: number): this {
    return this.uvarint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  /** @param length the text's bytes, where it is known already */
  text(value: string, length = Buffer.byteLength(value)): this {
    this.#grow(length)
    this.#at += this.#bytes.write(value, this.#at)
    return this
  }

  string(value: string): this {
    const length = Buffer.byteLength(value)
    return this.int16(length).text(value, length)
  }

  compactString(value: string): this {
    const length = Buffer.byteLength(value)
    return this.uvarint(length + 1).text(value, length)
  }

  /** Bytes with nothing around them, such as a UUID. */
  raw(bytes: Uint8Array): this {
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
    return this
  }

  /** No tagged fields. */
  tags(): this {
    return this.int8(0)
  }

  /** What was written, good until the next `clear`. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  /** Begins again over what was written. */
  clear(): this {
    this.#at = 0
    return this
  }

  /** Hands over what was written. This writer never touches those bytes again, so they may be sent at any time. */
  take(): Buffer {
    const taken = this.view()
    this.#bytes = NOTHING
    this.#at = 0
    return taken
  }

  #grow(by: number): void {
    const needed = this.#at + by
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length, 256))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}

/**
 * Reads Kafka's primitive types one after the other. Bytes that it returns are views.
 * @throws RangeError where the bytes end too early
 */
export class Reader {
  constructor(
    readonly bytes: Buffer,
    /** Where the next value begins. */
    public at = 0,
  ) {}

  int8(): number {
    return this.bytes.readInt8(this.skip(1))
  }

  int16(): number {
    return this.bytes.readInt16BE(this.skip(2))
  }

  int32(): number {
    return this.bytes.readInt32BE(this.skip(4))
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.skip(4))
  }

  /** Exact within the safe integers; offsets, times and ids of producers are. */
  int64(): number {
    return this.int32() * 2 ** 32 + this.uint32()
  }

  uvarint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
  }

  varint(): number {
    const value = this.uvarint()
    return (value >>> 1) ^ -(value & 1)
  }

  /** Passes over a (u)varint or (u)varlong. */
  skipVarint(): void {
    while (this.#byte() >= 0x80);
  }

  /** Passes over bytes. @returns where they began */
  skip(count: number): number {
    const began = this.at
    this.at += count
    return began
  }

  raw(count: number): Buffer {
    const began = this.skip(count)
    if (this.at > this.bytes.length) throw tooShort(this.bytes)
    return this.bytes.subarray(began, this.at)
  }

  /** @returns "" where there is none */
  string(): string {
    return this.raw(Math.max(0, this.int16())).toString()
  }

  /** @returns "" where there is none */
  compactString(): string {
    return this.compactBytes().toString()
  }

  /** @returns no bytes where there are none */
  compactBytes(): Buffer {
    return this.raw(this.#compactLength())
  }

  /** @returns nothing where there is none */
  array<T>(read: (reader: this) => T): T[] {
    return this.#many(this.int32(), read)
  }

  /** @returns nothing where there is none */
  compactArray<T>(read: (reader: this) => T): T[] {
    return this.#many(this.#compactLength(), read)
  }

  /** Passes over tagged fields. */
  tags(): void {
    for (let left = this.uvarint(); left > 0; left--) {
      this.skipVarint()
      this.skip(this.uvarint())
    }
  }

  #compactLength(): number {
    return Math.max(0, this.uvarint() - 1)
  }

  #many<T>(count: number, read: (reader: this) => T): T[] {
    const values: T[] = []
    for (let left = count; left > 0; left--) values.push(read(this))
    return values
  }

  #byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw tooShort(this.bytes)
    return byte
  }
}

const NOTHING = Buffer.alloc(0)

const tooShort = ({ length }: Buffer): RangeError =>
  new RangeError(`Kafka's answer ends too early: expected more than ${length} bytes`)
