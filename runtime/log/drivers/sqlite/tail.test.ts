import { expect, test } from "bun:test"
import type { LogRecord } from "../../log.ts"
import { envelopes } from "../../testing/envelopes.ts"
import { written } from "../../written.ts"
import { Tail } from "./tail.ts"

/** A tail with room for three blocks of two records, filled with `blocks` of them. */
function filled(blocks: number): Tail {
  const tail = new Tail(30)
  for (let i = 0; i < blocks; i++) tail.add(2 * i, written(envelopes(2)), 10)
  return tail
}

function offsets(records: LogRecord[] | undefined): number[] | undefined {
  return records?.map(({ offset }) => offset)
}

test("gives the records from an offset on, across blocks, up to the limit", () => {
  expect(offsets(filled(3).take(1, 3))).toEqual([1, 2, 3])
  expect(offsets(filled(3).take(0, 100))).toEqual([0, 1, 2, 3, 4, 5])
})

test("holds no more than its bound, and forgets the oldest first", () => {
  const tail = filled(5)
  expect(tail.take(3, 10)).toBeUndefined()
  expect(offsets(tail.take(4, 10))).toEqual([4, 5, 6, 7, 8, 9])
})

test("forgets what the consumer is done with, so the room is free for newer records", () => {
  const tail = filled(3)
  tail.take(4, 10)
  tail.add(6, written(envelopes(2)), 10)
  tail.add(8, written(envelopes(2)), 10)
  expect(offsets(tail.take(4, 10))).toEqual([4, 5, 6, 7, 8, 9])
  expect(tail.take(2, 10)).toBeUndefined()
})

test("a block beyond its bound is not held at all", () => {
  const tail = new Tail(30)
  tail.add(0, written(envelopes(2)), 31)
  expect(tail.take(0, 10)).toBeUndefined()
})

test("has nothing at the end", () => {
  expect(filled(3).take(6, 10)).toBeUndefined()
})

test("records that only the file holds are never skipped over", () => {
  const tail = filled(2)
  tail.add(7, written(envelopes(1)), 5)
  expect(tail.take(2, 10)).toBeUndefined()
  expect(offsets(tail.take(7, 10))).toEqual([7])
})
