import { afterAll, expect, test } from "bun:test"
import { failureOf } from "../../../store/testing/failure.ts"
import { endTestKafka, testKafka } from "../../../testing/kafka.ts"
import { LogFull } from "../../log.ts"
import { envelope, envelopes, visitorPerPartition } from "../../testing/envelopes.ts"
import type { Api } from "./cluster.ts"
import { Sender } from "./sender.ts"
import { withBrokers } from "./testing-brokers.ts"
import { Reader, Writer } from "./wire/bytes.ts"
import { unpackBatches } from "./wire/record-batch.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

/** Event ids by partition, as one request has them. */
type Sent = Record<number, string[]>

/**
 * Brokers whose answers are ours: that a partition's leader moves between two tries of one send cannot be brought about
 * on real brokers at will. `npm run siege -- fleet --brokers 3` brings it about by chance.
 */
class FakeBrokers {
  readonly topic = "t"
  readonly sent: Sent[] = []
  refreshed = 0
  leaderOf = (_partition: number): number | undefined => 1
  /** An error code, or undefined to say nothing of the partition. @param turn number of the request, from 1 on */
  answer = (_partition: number, _turn: number): number | undefined => 0
  /** What else happens before an answer. */
  meanwhile = async (_leader: number, _turn: number): Promise<void> => {}

  leaders(partitions: Iterable<number>) {
    const led = new Map<number, number[]>()
    const unled: number[] = []
    for (const partition of partitions) {
      const leader = this.leaderOf(partition)
      if (leader === undefined) unled.push(partition)
      else led.set(leader, [...(led.get(leader) ?? []), partition])
    }
    return { led, unled }
  }

  async refresh(): Promise<void> {
    this.refreshed++
  }

  async send(leader: number, api: Api, body: Buffer): Promise<Buffer> {
    expect({ ...api, throttle: 0 }).toEqual({ apiKey: 0, apiVersion: 7, apiName: "Produce", throttle: 0 })
    const turn = this.sent.push(sentBy(body))
    await this.meanwhile(leader, turn)
    const answers = Object.keys(this.sent[turn - 1]!).flatMap(key => {
      const code = this.answer(Number(key), turn)
      return code === undefined ? [] : [{ partition: Number(key), code }]
    })
    const writer = new Writer().int32(1).string("t").int32(answers.length)
    for (const { partition, code } of answers) writer.int32(partition).int16(code).int64(0).int64(-1).int64(0)
    return writer.int32(0).take()
  }
}

function sentBy(body: Buffer): Sent {
  const reader = new Reader(body)
  expect([reader.string(), reader.int16()]).toEqual(["", -1])
  reader.int32()
  const [batches] = reader.array(() => {
    expect(reader.string()).toBe("t")
    return reader.array(() => [reader.int32(), reader.raw(reader.int32())] as const)
  })
  return Object.fromEntries(
    batches!.map(([partition, batch]) => {
      const { records } = unpackBatches(batch, { partition, from: 0 })
      return [partition, records.map(({ value }) => JSON.parse(value!).event.event_id)]
    }),
  )
}

const visitors = visitorPerPartition(3)
const [NOT_LEADER_OR_FOLLOWER, MESSAGE_TOO_LARGE] = [6, 10]

function sending(fake: Partial<FakeBrokers>, { timeout = 5_000, bound = 1_000_000 } = {}) {
  const brokers = Object.assign(new FakeBrokers(), fake)
  const sender = new Sender(brokers, { partitions: 3, bound, timeout })
  /** One event for each partition. */
  const append = (name: string) => sender.append(visitors.map((visitor, p) => envelope(`${name}-${p}`, visitor)))
  return { brokers, sender, append }
}

test("a partition that does not confirm is sent again alone, before what was appended later", async () => {
  const { brokers, append } = sending({ answer: (p, turn) => (p === 1 && turn < 3 ? NOT_LEADER_OR_FOLLOWER : 0) })
  const first = append("first")
  await Promise.all([first, Bun.sleep(0).then(() => append("second"))])
  expect(brokers.sent).toEqual([
    { 0: ["first-0"], 1: ["first-1"], 2: ["first-2"] },
    { 1: ["first-1"] },
    { 1: ["first-1"] },
    { 0: ["second-0"], 1: ["second-1"], 2: ["second-2"] },
  ])
  expect(brokers.refreshed).toBe(2)
})

test("a partition of which an answer says nothing is not confirmed", async () => {
  const { brokers, append } = sending({ answer: (p, turn) => (p === 2 && turn === 1 ? undefined : 0) })
  await append("event")
  expect(brokers.sent.map(Object.keys)).toEqual([["0", "1", "2"], ["2"]])
})

test("a partition without a leader is sent as soon as it has one", async () => {
  const { brokers, append } = sending({})
  brokers.leaderOf = partition => (partition === 1 && brokers.refreshed === 0 ? undefined : 1)
  await append("event")
  expect(brokers.sent.map(Object.keys)).toEqual([["0", "2"], ["1"]])
})

test("leaders are asked at once, and one that hangs up is asked again by itself", async () => {
  const asked = Promise.withResolvers<void>()
  const { brokers, append } = sending({
    leaderOf: partition => partition,
    meanwhile: async (leader, turn) => {
      if (turn === 3) asked.resolve()
      await asked.promise
      if (leader === 1 && turn === 2) throw new Error("Closed connection")
    },
  })
  await append("event")
  expect(brokers.sent).toEqual([{ 0: ["event-0"] }, { 1: ["event-1"] }, { 2: ["event-2"] }, { 1: ["event-1"] }])
})

test("brokers that answer nothing at all are no reason to give up before the time is over", async () => {
  const { brokers, append } = sending({})
  brokers.leaderOf = () => (brokers.refreshed < 3 ? undefined : 1)
  brokers.refresh = async () => {
    brokers.refreshed++
    throw new Error("connect ECONNREFUSED")
  }
  await append("event")
  expect(brokers.sent).toHaveLength(1)
})

test("an append of which no partition is confirmed in time fails, and the next one goes on", async () => {
  const { brokers, append } = sending({ answer: () => NOT_LEADER_OR_FOLLOWER }, { timeout: 300 })
  expect((await failureOf(append("first")))?.message).toContain("send them again")
  brokers.answer = () => 0
  await append("second")
  expect(brokers.sent.at(-1)).toEqual({ 0: ["second-0"], 1: ["second-1"], 2: ["second-2"] })
})

test("events that nobody waits for any more are not sent", async () => {
  const answered = Promise.withResolvers<void>()
  const { brokers, sender, append } = sending({ meanwhile: () => answered.promise }, { timeout: 100 })
  const failures = [failureOf(append("first")), failureOf(Bun.sleep(0).then(() => append("second")))]
  for (const failure of await Promise.all(failures)) expect(failure?.message).toContain("send them again")
  // Timers may be early by a fraction of a millisecond.
  await Bun.sleep(5)
  answered.resolve()
  await sender.drain()
  expect(brokers.sent).toHaveLength(1)
})

test("a refusal that will not pass fails at once, by its name", async () => {
  const { brokers, append } = sending({ answer: p => (p === 1 ? MESSAGE_TOO_LARGE : 0) })
  expect((await failureOf(append("event")))?.message).toBe("Kafka refuses the events: partition 1: MESSAGE_TOO_LARGE")
  expect(brokers.sent).toHaveLength(1)
})

test("beyond the bound appends are refused until what is under way is done", async () => {
  const answered = Promise.withResolvers<void>()
  const { sender, append } = sending({ meanwhile: () => answered.promise }, { bound: 100 })
  const first = append("first")
  expect(await failureOf(append("refused"))).toBeInstanceOf(LogFull)
  answered.resolve()
  await first
  await sender.drain()
  await append("second")
})

test("what is appended while a send is under way shares the next one", async () => {
  const answered = Promise.withResolvers<void>()
  const { brokers, append } = sending({ meanwhile: () => answered.promise })
  const appends = [append("first")]
  await Bun.sleep(0)
  for (const name of ["second", "third", "fourth"]) appends.push(append(name))
  answered.resolve()
  await Promise.all(appends)
  expect(brokers.sent.map(each => each[0])).toEqual([["first-0"], ["second-0", "third-0", "fourth-0"]])
})

test("more than a request may hold is sent in several, in order", async () => {
  const { brokers, sender } = sending({}, { bound: 10_000_000 })
  const large = (id: string) => {
    const { event, ...rest } = envelope(id, visitors[0])
    return { ...rest, event: { ...event, note: "x".repeat(400_000) } }
  }
  await sender.append(["a", "b", "c", "d", "e"].map(large))
  expect(brokers.sent).toEqual([{ 0: ["a", "b"] }, { 0: ["c", "d"] }, { 0: ["e"] }])
})

if ("bootstrap" in kafka) {
  test("on a real broker everything that was confirmed is there, each partition in its order", () =>
    withBrokers(
      kafka.bootstrap,
      async ({ brokers, fetchAll }) => {
        const sender = new Sender(brokers, { partitions: 3, bound: 10_000_000, timeout: 10_000 })
        const appends: Promise<void>[] = []
        for (let round = 0; round < 50; round++) {
          appends.push(sender.append(visitors.flatMap((visitor, p) => envelopes(20, `${p}-${round}`, visitor))))
          if (round % 10 === 0) await Bun.sleep(0)
        }
        await Promise.all(appends)
        await sender.drain()
        for (const p of [0, 1, 2]) {
          const { records } = await fetchAll(p)
          const expected = Array.from({ length: 50 }, (_, r) => envelopes(20, `${p}-${r}`, visitors[p])).flat()
          expect(records.map(({ value }) => JSON.parse(value!))).toEqual(expected)
        }
      },
      { partitions: 3 },
    ))
}
