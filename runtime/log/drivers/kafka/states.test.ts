import { afterAll, describe, expect, test } from "bun:test"
import { CompressionTypes, Kafka, logLevel } from "kafkajs"
import { startKafka } from "../../../../deploy/local/kafka.ts"
import { failureOf } from "../../../store/testing/failure.ts"
import { endTestKafka, testKafka } from "../../../testing/kafka.ts"
import { type Batch, LogGap, LogReplaced, type Offset, PartitionsChanged } from "../../log.ts"
import { collect, envelope, envelopes, ids, idsOf, recordsOf } from "../../testing/envelopes.ts"
import { kafkaLog } from "../kafka.ts"
import { openTopic, type TopicRig } from "./testing.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

/** Begins to read at `from`, has something happen after the first batch, and tells what the iteration ends with. */
async function failureAfter(
  { log }: TopicRig,
  from: Offset,
  happen: (batch: Batch) => Promise<unknown>,
): Promise<unknown> {
  let happened: Promise<unknown> | undefined
  const iteration = async () => {
    for await (const [batch] of log.consume(async () => from, AbortSignal.timeout(20_000))) {
      happened ??= happen(batch!)
      await happened
    }
  }
  return failureOf(iteration())
}

if ("bootstrap" in kafka) {
  const { bootstrap } = kafka
  const withTopic = async (
    options: { partitions?: number; batch?: number },
    work: (rig: TopicRig) => Promise<void>,
  ) => {
    const rig = await openTopic(bootstrap, options)
    try {
      await work(rig)
    } finally {
      await rig.dispose()
    }
  }

  describe("a Kafka topic", () => {
    test(
      "that was deleted and made anew under a reader is named, has another id, and is read from its beginning",
      () =>
        withTopic({}, async rig => {
          const { log, topic, admin } = rig
          const before = log.id
          await log.append(envelopes(3, "old"))
          const failure = await failureAfter(rig, 0, async () => {
            await admin.deleteTopics({ topics: [topic] })
            while ((await admin.listTopics()).includes(topic)) await Bun.sleep(20)
            await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true })
            await rig.foreign!(Array.from({ length: 9 }, (_, i) => JSON.stringify(envelope(`new-${i}`))))
          })
          expect(failure).toBeInstanceOf(LogReplaced)
          expect(log.id).not.toBe(before)
          expect(idsOf(await collect(log, 9))).toEqual(ids("new", 0, 9))
        }),
      40_000,
    )

    test("whose retention passes a slow reader is a LogGap, not a silent skip", () =>
      withTopic({ batch: 1 }, async rig => {
        const { log } = rig
        await log.append(envelopes(10))
        const failure = await failureAfter(rig, 0, async ({ from }) => {
          if (from > 0) return
          await log.append(envelopes(90, "more"))
          await rig.forget!(0, 50)
        })
        expect(failure).toBeInstanceOf(LogGap)
        expect(failure).toMatchObject({ partition: 0, first: 50, end: 100 })
      }))

    test("with another number of partitions is refused at the start, and named when it changes under a reader", () =>
      withTopic({ partitions: 2 }, async rig => {
        const { log, open, topic, admin } = rig
        const refused = await failureOf(open({ partitions: 3 }))
        expect(refused).toBeInstanceOf(PartitionsChanged)
        expect(refused?.message).toContain("has 2 partition(s), but KAFKA_PARTITIONS asks for 3")
        expect(refused?.message).toContain("drain first")

        await log.append(envelopes(1))
        const failure = await failureAfter(rig, 0, async () => {
          await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
          await log.append(envelopes(1, "later"))
        })
        expect(failure).toBeInstanceOf(PartitionsChanged)
        const grown = await open({ partitions: 3 })
        expect((await grown.state()).map(({ partition }) => partition)).toEqual([0, 1, 2])
      }))

    test("with transactions, tombstones and foreign compression is read without a gap between batches", () =>
      withTopic({}, async ({ log, topic, producer }) => {
        const client = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })
        const transactional = client.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
        await transactional.connect()
        const messages = (prefix: string) =>
          envelopes(3, prefix).map(each => ({ value: JSON.stringify(each), partition: 0 }))
        for (const [prefix, end] of [
          ["kept", "commit"],
          ["dropped", "abort"],
          ["also", "commit"],
        ] as const) {
          const transaction = await transactional.transaction()
          await transaction.send({ topic, messages: messages(prefix) })
          await transaction[end]()
        }
        await transactional.disconnect()
        await producer.send({ topic, messages: [{ key: "k", value: null, partition: 0 }] })
        await producer.send({ topic, messages: messages("gzip"), compression: CompressionTypes.GZIP })
        const batches = await collect(log, 10)
        expect(idsOf(batches)).toEqual([...ids("kept", 0, 3), ...ids("also", 0, 3), "poison", ...ids("gzip", 0, 3)])
        let position = 0
        for (const { from, next, records } of batches) {
          expect(from).toBe(position)
          for (const { offset } of records) expect(offset).toBeWithin(from, next)
          position = next
        }
        // A checkpoint that lies between records is a good one.
        const later = recordsOf(batches).slice(3)
        expect(recordsOf(await collect(log, later.length, [5]))).toEqual(later)
      }))
  })

  describe("a Kafka broker", () => {
    test("that hangs or dies holds up appends and closing for a bounded time; afterwards appends and reads go on", async () => {
      const broker = await startKafka()
      const log = await kafkaLog({ brokers: [broker.bootstrap], partitions: 1, timeout: 1_000 })
      try {
        await log.append(envelopes(1, "before"))
        const done = new AbortController()
        const seen = new Set<string>()
        const reading = (async () => {
          while (!done.signal.aborted) {
            try {
              for await (const round of log.consume(async () => 0, done.signal)) {
                for (const id of idsOf(round)) seen.add(id)
                if (seen.has("resumed") && seen.has("restarted")) done.abort()
              }
            } catch {
              await Bun.sleep(100)
            }
          }
        })()
        const insist = async (id: string) => {
          while (await failureOf(log.append([envelope(id)]))) await Bun.sleep(100)
        }

        broker.suspend()
        const began = performance.now()
        expect((await failureOf(log.append([envelope("lost?")])))?.message).toContain("send them again")
        expect(performance.now() - began).toBeWithin(900, 3_000)
        broker.resume()
        await insist("resumed")

        await broker.kill()
        expect((await failureOf(log.append([envelope("lost too?")])))?.message).toContain("send")
        await broker.restart()
        await insist("restarted")
        await reading
        expect([...seen]).toContain("before-0")

        broker.suspend()
        const closing = performance.now()
        await log.close()
        expect(performance.now() - closing).toBeLessThan(8_000)
      } finally {
        broker.resume()
        await log.close()
        await broker.stop()
      }
    }, 120_000)
  })
}
