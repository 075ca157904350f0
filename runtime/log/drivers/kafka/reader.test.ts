import { expect, test } from "bun:test"
import { failureOf } from "../../../store/testing/failure.ts"
import { LogGap, LogReplaced, type Offset } from "../../log.ts"
import { envelope, idsOf } from "../../testing/envelopes.ts"
import { Reader } from "./reader.ts"
import { Writer } from "./wire/bytes.ts"
import { OFFSET_OUT_OF_RANGE, UNKNOWN_TOPIC_ID } from "./wire/error-codes.ts"
import { packBatch } from "./wire/record-batch.ts"

/** What a broker answers of one partition: an error code, or a batch of events that begins at offset 0. */
type Answer = { error: number } | { events: readonly string[] }

const NEVER = new Promise<never>(() => {})
const NOT_LEADER = 6

/** Brokers whose answers are ours: leaders that move while they are asked cannot be had from real ones at will. */
function reading(answer: (leader: number, turn: number) => Promise<Record<number, Answer>> | Record<number, Answer>) {
  const rig = {
    leaderOf: (_partition: number): number | undefined => 1,
    asked: [] as number[],
    refreshed: 0,
    first: 0,
    confirm: async (): Promise<void> => {},
  }
  const brokers = {
    leaders(partitions: Iterable<number>) {
      const led = new Map<number, number[]>()
      const unled: number[] = []
      for (const partition of partitions) {
        const leader = rig.leaderOf(partition)
        if (leader === undefined) unled.push(partition)
        else led.set(leader, [...(led.get(leader) ?? []), partition])
      }
      return { led, unled }
    },
    async refresh() {
      rig.refreshed++
    },
    async send(leader: number) {
      return answerOf(await answer(leader, rig.asked.push(leader)))
    },
  }
  const topic = {
    id: `cluster/${Buffer.alloc(16, 7).toString("base64url")}`,
    state: async () => [{ partition: 0, first: rig.first, end: 9 }],
    confirm: () => rig.confirm(),
  }
  const reader = new Reader(brokers, topic)
  const read = async (limit = 100) => {
    const round = await reader.next(limit, NEVER)
    return round.map(({ partition, from, next, records }) => ({
      ...{ partition, from, next },
      ids: idsOf([{ log: "", partition, from, next, records }]),
    }))
  }
  return { rig, reader, read, place: (...at: [number, Offset][]) => reader.place(new Map(at)) }
}

function answerOf(answers: Record<number, Answer>): Buffer {
  const writer = new Writer().tags().int32(0).int16(0).int32(0)
  const partitions = Object.entries(answers)
  writer
    .uvarint(2)
    .raw(new Uint8Array(16))
    .uvarint(partitions.length + 1)
  for (const [partition, one] of partitions) {
    const records =
      "error" in one || one.events.length === 0
        ? Buffer.alloc(0)
        : packBatch(one.events.map(id => ({ key: "k", value: JSON.stringify(envelope(id)) })))
    writer.int32(Number(partition)).int16("error" in one ? one.error : 0)
    writer
      .int64(9)
      .int64(9)
      .int64(0)
      .uvarint(1)
      .int32(-1)
      .uvarint(records.length + 1)
      .raw(records)
      .tags()
  }
  return writer.tags().tags().take()
}

test("all that is there of every partition comes in one round, and a limit leaves the rest for the next", async () => {
  const { read, place, rig } = reading(() => ({ 0: { events: ["a", "b", "c"] }, 1: { events: ["x"] } }))
  place([0, 0], [1, 0])
  expect(await read(4)).toEqual([
    { partition: 0, from: 0, next: 2, ids: ["a", "b"] },
    { partition: 1, from: 0, next: 1, ids: ["x"] },
  ])
  rig.leaderOf = () => 2
  expect(await read(4)).toMatchObject([{ partition: 0, from: 2, next: 3, ids: ["c"] }])
})

test("a leader that has nothing holds up no other", async () => {
  const { read, place, rig } = reading(leader => (leader === 1 ? NEVER : { 1: { events: ["x"] } }))
  rig.leaderOf = partition => partition + 1
  place([0, 0], [1, 0])
  expect(await read()).toMatchObject([{ partition: 1, ids: ["x"] }])
})

test("what a former leader answers late is not taken a second time", async () => {
  const late = Promise.withResolvers<Record<number, Answer>>()
  const { read, place, rig } = reading(leader =>
    leader === 1 ? late.promise : { 0: { events: rig.asked.length < 3 ? ["a", "b"] : [] } },
  )
  place([0, 0])
  const first = read()
  rig.leaderOf = () => 2
  const second = read()
  expect(await second).toMatchObject([{ from: 0, next: 2, ids: ["a", "b"] }])
  late.resolve({ 0: { events: ["a", "b"] } })
  expect(await first).toEqual([])
  expect(await read()).toEqual([])
})

test("what was asked for before the partitions were placed anew is not taken", async () => {
  const old = Promise.withResolvers<Record<number, Answer>>()
  const { reader, read, place } = reading((_, turn) => (turn === 1 ? old.promise : { 0: { events: ["a", "b", "c"] } }))
  place([0, 0])
  const before = read()
  reader.clear()
  place([0, 1])
  old.resolve({ 0: { events: ["a", "b", "c"] } })
  expect(await before).toEqual([])
  expect(await read()).toMatchObject([{ from: 1, next: 3, ids: ["b", "c"] }])
})

test("a partition that moves, or that nobody leads for the moment, is asked for again where it is now", async () => {
  const { read, place, rig } = reading((_, turn) => ({ 0: turn === 1 ? { error: NOT_LEADER } : { events: ["a"] } }))
  place([0, 0])
  expect(await read()).toEqual([])
  rig.leaderOf = () => undefined
  expect(await read()).toEqual([])
  rig.leaderOf = () => 2
  expect(await read()).toMatchObject([{ ids: ["a"] }])
  expect({ refreshed: rig.refreshed, asked: rig.asked }).toEqual({ refreshed: 2, asked: [1, 2] })
})

test("a position that the log no longer holds is a gap; one that it holds after all is asked for again", async () => {
  const { read, place, rig } = reading((_, turn) => ({
    0: turn === 1 ? { error: OFFSET_OUT_OF_RANGE } : turn === 2 ? { events: ["a"] } : { error: OFFSET_OUT_OF_RANGE },
  }))
  place([0, 0])
  expect(await read()).toEqual([])
  expect(await read()).toMatchObject([{ ids: ["a"] }])
  rig.first = 5
  const gap = await failureOf(read())
  expect(gap).toBeInstanceOf(LogGap)
  expect(gap).toMatchObject({ partition: 0, wanted: 1, first: 5, end: 9 })
})

test("a topic with another id is said to be another one", async () => {
  const { read, place, rig } = reading(() => ({ 0: { error: UNKNOWN_TOPIC_ID } }))
  rig.confirm = async () => {
    throw new LogReplaced("before", "now")
  }
  place([0, 0])
  expect(await failureOf(read())).toBeInstanceOf(LogReplaced)
})

test("what passes by no waiting is told at once, by its name", async () => {
  const { read, place } = reading(() => ({ 0: { error: 29 } }))
  place([0, 0])
  expect((await failureOf(read()))?.message).toBe("Kafka refuses to be read, partition 0: TOPIC_AUTHORIZATION_FAILED")
})
