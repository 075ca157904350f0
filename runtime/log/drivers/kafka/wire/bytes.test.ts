import { expect, test } from "bun:test"
import fc from "fast-check"
import { Reader, Writer } from "./bytes.ts"

const text = fc.string({ unit: "binary" })

test("what is written is read back, in its order", () => {
  const value = fc.record({
    int8: fc.integer({ min: -128, max: 127 }),
    int16: fc.integer({ min: -32_768, max: 32_767 }),
    int32: fc.integer(),
    uint32: fc.nat({ max: 2 ** 32 - 1 }),
    int64: fc.maxSafeInteger(),
    uvarint: fc.nat({ max: 2 ** 32 - 1 }),
    varint: fc.integer(),
    string: text,
    compactString: text,
  })
  fc.assert(
    fc.property(fc.array(value), values => {
      const writer = new Writer(0)
      for (const each of values) {
        writer.int8(each.int8).int16(each.int16).int32(each.int32).uint32(each.uint32).int64(each.int64)
        writer.uvarint(each.uvarint).varint(each.varint).string(each.string).compactString(each.compactString).tags()
      }
      const reader = new Reader(writer.take())
      for (const each of values) {
        const read = {
          ...{ int8: reader.int8(), int16: reader.int16(), int32: reader.int32(), uint32: reader.uint32() },
          ...{ int64: reader.int64(), uvarint: reader.uvarint(), varint: reader.varint() },
          ...{ string: reader.string(), compactString: reader.compactString() },
        }
        reader.tags()
        expect(read).toEqual(each)
      }
      expect(reader.at).toBe(reader.bytes.length)
    }),
  )
})

test("numbers are written as Kafka's documentation of the protocol says", () => {
  const writer = new Writer().varint(-1).varint(1).varint(63).varint(64).varint(-65).uvarint(300).int64(-2)
  expect(writer.take().toString("hex")).toBe(`01027e800181${"01"}ac02fffffffffffffffe`)
})

test("bytes that were handed over never change, whatever is written later", () => {
  const writer = new Writer(16)
  const first = writer.string("first").take()
  const before = Buffer.from(first)
  writer.string("later and longer than what the buffer had room for").take()
  writer.string("again")
  expect(first).toEqual(before)
})

test("a cleared writer begins again", () => {
  const writer = new Writer().string("before")
  expect(new Reader(writer.clear().string("now").view()).string()).toBe("now")
})

test("nothing stands for null texts, bytes and arrays", () => {
  const reader = new Reader(new Writer().int16(-1).uvarint(0).uvarint(0).uvarint(0).int32(-1).take())
  expect([reader.string(), reader.compactString(), reader.compactBytes().length]).toEqual(["", "", 0])
  expect([reader.compactArray(each => each.int8()), reader.array(each => each.int8())]).toEqual([[], []])
})

test("tagged fields are passed over, whatever is in them", () => {
  const reader = new Reader(
    new Writer().uvarint(2).uvarint(0).uvarint(3).text("abc").uvarint(7).uvarint(0).int8(5).take(),
  )
  reader.tags()
  expect(reader.int8()).toBe(5)
})

test("an answer that ends too early is an error, not a guess", () => {
  const truncated = new Writer().int32(1).int16(300).text("short").take()
  expect(() => new Reader(truncated).array(each => each.string())).toThrow(RangeError)
  expect(() => new Reader(Buffer.from([0x80])).uvarint()).toThrow("ends too early")
  expect(() => new Reader(Buffer.from([1])).int32()).toThrow(RangeError)
})
