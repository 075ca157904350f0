import { isAscii } from "node:buffer"
import { type AbortedTransaction, AbortedTransactions } from "./aborted-transactions.ts"
import { Reader, Writer } from "./bytes.ts"
import { crc32c } from "./crc32c.ts"

/** A record as it is sent. Halves of surrogate pairs become U+FFFD. */
export interface SentRecord {
  key: string
  value: string
}

/** A record as it is read; keys and headers are passed over. */
export interface FetchedRecord {
  offset: number
  /** Null for a tombstone. It may share its memory with the others of its batch. */
  value: string | null
}

export interface UnpackOptions {
  /** Named in errors. */
  partition: number
  /** The offset that was asked for: a batch may begin before it. */
  from: number
  /** As fetched with the batches, in any order. */
  aborted?: readonly AbortedTransaction[]
}

/** Records are packed here first, so that only what goes over the wire is allocated. */
const scratch = new Writer(64 * 1024)

/**
 * Packs records of one partition, at least one, into one batch (`magic` 2, Zstandard).
 * @param time of all of them, ms since 1970
 */
export function packBatch(records: readonly SentRecord[], time = Date.now()): Buffer {
  scratch.clear()
  for (let i = 0; i < records.length; i++) packRecord(records[i]!, i)
  const packed = Bun.zstdCompressSync(scratch.view(), { level: 1 })
  const sealed = new Writer(RECORDS - ATTRIBUTES + packed.length)
    .int16(ZSTD)
    .int32(records.length - 1)
    .int64(time)
    .int64(time)
    .int64(NO_PRODUCER)
    .int16(NO_PRODUCER)
    .int32(NO_PRODUCER)
    .int32(records.length)
    .raw(packed)
    .view()
  return new Writer(ATTRIBUTES + sealed.length)
    .int64(0)
    .int32(ATTRIBUTES - LENGTH_ENDS + sealed.length)
    .int32(NO_EPOCH)
    .int8(MAGIC)
    .uint32(crc32c(sealed))
    .raw(sealed)
    .take()
}

function packRecord({ key, value }: SentRecord, delta: number): void {
  const keyBytes = Buffer.byteLength(key)
  const valueBytes = Buffer.byteLength(value)
  const sizes = varintSize(delta) + varintSize(keyBytes) + varintSize(valueBytes)
  scratch
    .varint(3 + sizes + keyBytes + valueBytes)
    .int8(0)
    .varint(0)
    .varint(delta)
    .varint(keyBytes)
    .text(key, keyBytes)
    .varint(valueBytes)
    .text(value, valueBytes)
    .varint(0)
}

/** Bytes of a number from 0 on in zigzag. */
function varintSize(value: number): number {
  return value < 0x40 ? 1 : value < 0x2000 ? 2 : value < 0x100000 ? 3 : value < 0x8000000 ? 4 : 5
}

/**
 * Unpacks what a fetch brought of one partition: the records that a reader of committed records is shown. The brokers cut
 * the last batch where their limit is; that one is left out.
 * @returns the records, and `next`, the offset after the last whole batch: beyond marks of transactions, for instance
 * @throws Error for a batch that is damaged, older than Kafka 0.11, or packed in a way that Bun cannot undo
 */
export function unpackBatches(
  bytes: Buffer,
  { partition, from, aborted = [] }: UnpackOptions,
): { records: FetchedRecord[]; next: number } {
  const records: FetchedRecord[] = []
  const transactions = new AbortedTransactions(aborted)
  let next = from
  for (let at = 0; at + LENGTH_ENDS <= bytes.length; ) {
    const begin = at
    at += LENGTH_ENDS + bytes.readInt32BE(begin + LENGTH)
    if (at > bytes.length) break
    const batch = bytes.subarray(begin, at)
    const base = new Reader(batch).int64()
    const complaint = (fault: string) => new Error(`partition ${partition}, batch at offset ${base}: ${fault}`)
    if (batch[MAGIC_AT] !== MAGIC) throw complaint(`expected format 2, of Kafka 0.11 and later, got ${batch[MAGIC_AT]}`)
    if (crc32c(batch.subarray(ATTRIBUTES)) !== batch.readUInt32BE(CRC)) {
      throw complaint("its checksum is wrong, so it is damaged where the broker keeps it")
    }
    const last = base + batch.readInt32BE(LAST_DELTA)
    next = Math.max(from, last + 1)
    const attributes = batch.readInt16BE(ATTRIBUTES)
    const producerId = new Reader(batch, PRODUCER_ID).int64()
    if (attributes & CONTROL) {
      if (isAbort(batch)) transactions.ended(producerId, last)
    } else if (!(attributes & TRANSACTIONAL && transactions.hides(producerId, last))) {
      const body = unpacked(batch.subarray(RECORDS), attributes & CODEC, complaint)
      readRecords(body, batch.readInt32BE(COUNT), base, from, records)
    }
  }
  return { records, next }
}

function readRecords(body: Buffer, count: number, base: number, from: number, into: FetchedRecord[]): void {
  // One text of which each value is a part is made faster than a text per value, and parsed faster.
  const whole = isAscii(body) ? body.toString("latin1") : undefined
  const reader = new Reader(body)
  for (let left = count; left > 0; left--) {
    const end = reader.varint() + reader.at
    reader.skip(1)
    reader.skipVarint()
    const offset = base + reader.varint()
    reader.skip(Math.max(0, reader.varint()))
    const length = reader.varint()
    const begin = reader.skip(length)
    if (offset >= from) {
      const value =
        length < 0 ? null : (whole?.slice(begin, begin + length) ?? body.toString("utf8", begin, begin + length))
      into.push({ offset, value })
    }
    reader.at = end
  }
}

function unpacked(body: Buffer, codec: number, complaint: (fault: string) => Error): Buffer {
  if (codec === NONE) return body
  if (codec === GZIP) return asBuffer(Bun.gunzipSync(body as Uint8Array<ArrayBuffer>))
  if (codec === ZSTD) return asBuffer(Bun.zstdDecompressSync(body))
  throw complaint(
    `${["snappy", "lz4"][codec - 2] ?? `compression ${codec}`} cannot be read here; with compression.type=zstd on the ` +
      `topic the brokers repack what is sent from then on`,
  )
}

/** The key of a control record is its version and its type, int16 each. */
function isAbort(batch: Buffer): boolean {
  const reader = new Reader(batch, RECORDS)
  reader.skipVarint()
  reader.skip(1)
  reader.skipVarint()
  reader.skipVarint()
  reader.skipVarint()
  reader.skip(2)
  return reader.int16() === ABORT
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

// Where things are in a batch.
const LENGTH = 8
const LENGTH_ENDS = 12
const MAGIC_AT = 16
const CRC = 17
const ATTRIBUTES = 21
const LAST_DELTA = 23
const PRODUCER_ID = 43
const COUNT = 57
const RECORDS = 61

const MAGIC = 2
const [NONE, GZIP, ZSTD] = [0, 1, 4]
const CODEC = 0x07
const TRANSACTIONAL = 0x10
const CONTROL = 0x20
const ABORT = 0
const NO_PRODUCER = -1
const NO_EPOCH = -1
