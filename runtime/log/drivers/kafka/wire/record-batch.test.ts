import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { crc32c } from "./crc32c.ts"
import { packBatch, type SentRecord, unpackBatches } from "./record-batch.ts"

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.tuple(fc.constantFrom("x", "é", "🛒"), fc.nat(20_000)).map(([unit, times]) => unit.repeat(times)),
)
const record: fc.Arbitrary<SentRecord> = fc.record({ key: text, value: text })
const records = fc.array(record, { minLength: 1, maxLength: 20 })

/** A batch as a broker keeps it: the offset and the leader's epoch are its own, and not part of the checksum. */
function kept(batch: Buffer, offset: number): Buffer {
  batch.writeBigInt64BE(BigInt(offset), 0)
  batch.writeInt32BE(7, 12)
  return batch
}

/** A batch with other attributes and another producer, and the checksum of that. */
function altered(batch: Buffer, attributes: number, producerId = -1): Buffer {
  batch.writeInt16BE(attributes, 21)
  batch.writeBigInt64BE(BigInt(producerId), 43)
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return batch
}

describe("a record batch", () => {
  test("that was packed is unpacked to the same", () => {
    fc.assert(
      fc.property(records, fc.nat(2 ** 50), (sent, offset) => {
        const { records, next } = unpackBatches(kept(packBatch(sent), offset), { partition: 0, from: offset })
        expect(records).toEqual(sent.map(({ value }, i) => ({ offset: offset + i, value })))
        expect(next).toBe(offset + sent.length)
      }),
    )
  })

  test("after others is read from any offset on, up to the last one that is whole", () => {
    fc.assert(
      fc.property(fc.array(records, { maxLength: 5 }), fc.nat(), fc.nat(), (batches, where, start) => {
        const all = batches.flat().map(({ value }, offset) => ({ offset, value }))
        const from = start % (all.length + 1)
        let offset = 0
        const bytes: Buffer[] = []
        const ends: { byte: number; offset: number }[] = [{ byte: 0, offset: 0 }]
        for (const each of batches) {
          bytes.push(kept(packBatch(each), offset))
          offset += each.length
          ends.push({ byte: ends.at(-1)!.byte + bytes.at(-1)!.length, offset })
        }
        const cut = where % (ends.at(-1)!.byte + 1)
        const whole = ends.findLast(({ byte }) => byte <= cut)!.offset
        expect(unpackBatches(Buffer.concat(bytes).subarray(0, cut), { partition: 0, from })).toEqual({
          records: all.slice(from, Math.max(from, whole)),
          next: Math.max(from, whole),
        })
      }),
    )
  })

  test("with half a surrogate pair keeps its neighbours", () => {
    const sent = ["\ud800", "a\udc00b", "after"].map(value => ({ key: "\udfff", value }))
    const { records } = unpackBatches(packBatch(sent), { partition: 0, from: 0 })
    expect(records.map(({ value }) => value)).toEqual(["\ufffd", "a\ufffdb", "after"])
  })

  test("of one packing is not changed by the next", () => {
    const first = packBatch([{ key: "k", value: "first" }])
    packBatch([{ key: "k", value: "another and longer one" }])
    expect(unpackBatches(first, { partition: 0, from: 0 }).records).toEqual([{ offset: 0, value: "first" }])
  })

  test("that Bun cannot unpack is named with what to do, one that is damaged or too old with what is wrong", () => {
    const batch = () => kept(packBatch([{ key: "k", value: "v" }]), 120)
    const reading = (bytes: Buffer) => () => unpackBatches(bytes, { partition: 3, from: 100 })
    expect(reading(altered(batch(), 2))).toThrow(/partition 3, batch at offset 120: snappy .* compression.type=zstd/)
    expect(reading(altered(batch(), 3))).toThrow(/lz4 .* compression.type=zstd/)
    const damaged = batch()
    damaged[damaged.length - 1]! ^= 1
    expect(reading(damaged)).toThrow(/partition 3, batch at offset 120: its checksum is wrong/)
    const old = batch()
    old[16] = 1
    expect(reading(old)).toThrow("expected format 2, of Kafka 0.11 and later, got 1")
  })
})

describe("transactions", () => {
  const [ZSTD, TRANSACTIONAL, CONTROL] = [4, 0x10, 0x20]
  const data = (offset: number, producer: number, value: string) =>
    kept(altered(packBatch([{ key: "k", value }]), ZSTD | TRANSACTIONAL, producer), offset)
  /** A mark's key is a version and a type; it is not packed. */
  const mark = (offset: number, producer: number, type: "abort" | "commit") => {
    const record = Buffer.from([2 * 10, 0, 0, 0, 2 * 4, 0, 0, 0, type === "abort" ? 0 : 1, 1, 0])
    const header = packBatch([{ key: "", value: "" }]).subarray(0, 61)
    const batch = Buffer.concat([header, record])
    batch.writeInt32BE(batch.length - 12, 8)
    return kept(altered(batch, TRANSACTIONAL | CONTROL, producer), offset)
  }
  const valuesOf = (bytes: Buffer[], aborted: [producerId: number, firstOffset: number][], from = 0) => {
    const { records, next } = unpackBatches(Buffer.concat(bytes), {
      ...{ partition: 0, from },
      aborted: aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
    })
    return { values: records.map(({ value }) => value), next }
  }

  test("that were aborted are left out, those between them and after them are not", () => {
    const log = [
      data(0, 1, "aborted"),
      data(1, 2, "kept"),
      data(2, 1, "aborted too"),
      mark(3, 1, "abort"),
      data(4, 1, "kept after"),
      mark(5, 2, "commit"),
      data(6, 2, "aborted later"),
      mark(7, 1, "commit"),
      mark(8, 2, "abort"),
      kept(packBatch([{ key: "k", value: "without" }]), 9),
    ]
    // As brokers may tell them: in no order.
    const aborted: [number, number][] = [
      [2, 6],
      [1, 0],
    ]
    expect(valuesOf(log, aborted)).toEqual({ values: ["kept", "kept after", "without"], next: 10 })
  })

  test("that began before what was fetched are left out, too", () => {
    expect(valuesOf([data(5, 1, "aborted"), mark(6, 1, "abort")], [[1, 2]], 5)).toEqual({ values: [], next: 7 })
  })

  test("leave nothing but marks behind, and the reader passes over these", () => {
    expect(valuesOf([mark(4, 1, "commit"), mark(5, 2, "abort")], [], 4)).toEqual({ values: [], next: 6 })
  })
})
