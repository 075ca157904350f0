import { afterAll, describe, expect, test } from "bun:test"
import { CompressionTypes } from "kafkajs"
import { failureOf } from "../../../../store/testing/failure.ts"
import { endTestKafka, testKafka } from "../../../../testing/kafka.ts"
import { type BrokersRig, leaderOf, withBrokers } from "../testing-brokers.ts"
import { errorName } from "./error-codes.ts"
import { fetchBatches } from "./fetch.ts"
import { produce } from "./produce.ts"
import { packBatch, unpackBatches } from "./record-batch.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

const values = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix} ${i} é`)
const messages = (count: number, prefix: string, partition = 0) =>
  values(count, prefix).map(value => ({ key: "k", value, partition }))
const textsOf = ({ records }: { records: { value: string | null }[] }) => records.map(({ value }) => value)

if ("bootstrap" in kafka) {
  const { bootstrap } = kafka
  const within = { maxWait: 100, partitionBytes: 1024 * 1024 }
  const fetched = ({ brokers, topicId }: BrokersRig, offsets: [partition: number, offset: number][], options = {}) =>
    fetchBatches(brokers, leaderOf(brokers), { topicId, offsets: new Map(offsets), ...within, ...options })
  const packed = (count: number, prefix: string) => packBatch(values(count, prefix).map(value => ({ key: "k", value })))

  describe("a fetch", () => {
    test.each([
      ["gzip", CompressionTypes.GZIP, "producer"],
      ["no compression", CompressionTypes.None, "producer"],
      ["gzip that the broker repacks with Zstandard", CompressionTypes.GZIP, "zstd"],
      ["no compression, which the broker packs with gzip", CompressionTypes.None, "gzip"],
    ])("brings what others produce with %s", (_, compression, repacked) =>
      withBrokers(
        bootstrap,
        async ({ brokers, producer, fetchAll }) => {
          const { topic } = brokers
          await producer.send({ topic, messages: messages(500, "first"), compression })
          await producer.send({ topic, messages: [{ key: "k", value: null }, { value: "" }], compression })
          await producer.send({
            topic,
            messages: [{ value: "with headers", headers: { a: "b", c: ["d", "e"] } }],
            compression,
          })
          const all = await fetchAll(0)
          expect(textsOf(all)).toEqual([...values(500, "first"), null, "", "with headers"])
          expect(all.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 503 }, (_, i) => i))
          expect(all.next).toBe(503)
        },
        { config: [{ name: "compression.type", value: repacked }] },
      ),
    )

    test("brings committed transactions only, and ends beyond their marks", () =>
      withBrokers(bootstrap, async rig => {
        const { topic } = rig.brokers
        const producers = [1, 2].map(n =>
          rig.kafka.producer({ transactionalId: `${topic}-${n}`, maxInFlightRequests: 1, idempotent: true }),
        )
        await Promise.all(producers.map(each => each.connect()))
        const [one, other] = await Promise.all(producers.map(each => each.transaction()))
        await one!.send({ topic, messages: messages(3, "dropped"), compression: CompressionTypes.GZIP })
        await other!.send({ topic, messages: messages(3, "kept") })
        await one!.send({ topic, messages: messages(3, "dropped, too") })
        await one!.abort()
        const again = await producers[0]!.transaction()
        await again.send({ topic, messages: messages(3, "kept after"), compression: CompressionTypes.GZIP })
        await again.commit()
        await other!.commit()
        const last = await producers[1]!.transaction()
        await last.send({ topic, messages: messages(3, "dropped last") })
        await last.abort()
        await Promise.all(producers.map(each => each.disconnect()))

        const all = await rig.fetchAll(0)
        expect(textsOf(all)).toEqual([...values(3, "kept"), ...values(3, "kept after")])
        expect(all.next).toBe(19)
        for (let from = 0; from <= all.next; from++) {
          const rest = await rig.fetchAll(0, from)
          expect(rest).toEqual({ records: all.records.filter(({ offset }) => offset >= from), next: 19 })
        }
      }))

    test("holds back a transaction that is open, and what comes after it", () =>
      withBrokers(bootstrap, async rig => {
        const { topic } = rig.brokers
        const producer = rig.kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
        await producer.connect()
        const transaction = await producer.transaction()
        await transaction.send({ topic, messages: messages(2, "open") })
        await rig.producer.send({ topic, messages: messages(2, "after") })
        const { records, highWatermark } = Object(await fetched(rig, [[0, 0]])).get(0)
        expect({ bytes: records.length, highWatermark }).toEqual({ bytes: 0, highWatermark: 4 })
        await transaction.commit()
        await producer.disconnect()
        expect(textsOf(await rig.fetchAll(0))).toEqual([...values(2, "open"), ...values(2, "after")])
      }))

    test("from the middle of a packed batch leaves out what is before", () =>
      withBrokers(bootstrap, async ({ brokers, fetchAll }) => {
        await produce(brokers, leaderOf(brokers), new Map([[0, packed(100, "ours")]]))
        const { records, next } = await fetchAll(0, 37)
        expect(records[0]).toEqual({ offset: 37, value: "ours 37 é" })
        expect([records.length, next]).toEqual([63, 100])
      }))

    test("whose limit cuts a batch off goes on with that one", () =>
      withBrokers(bootstrap, async ({ brokers, fetchAll }) => {
        const batch = packed(100, "ours")
        for (let i = 0; i < 5; i++) await produce(brokers, leaderOf(brokers), new Map([[0, batch]]))
        const { records, next } = await fetchAll(0, 0, Math.round(batch.length * 1.5))
        expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: 500 }, (_, i) => i))
        expect(next).toBe(500)
      }))

    test("is of several partitions at once, and answers each by itself", () =>
      withBrokers(
        bootstrap,
        async rig => {
          const { brokers } = rig
          await produce(
            brokers,
            leaderOf(brokers),
            new Map([
              [0, packed(3, "a")],
              [2, packed(5, "b")],
            ]),
          )
          const answers = await fetched(rig, [
            [0, 1],
            [1, 0],
            [2, 6],
            [7, 0],
          ])
          const { records, aborted, highWatermark } = Object(answers.get(0))
          expect(textsOf(unpackBatches(records, { partition: 0, from: 1, aborted }))).toEqual(["a 1 é", "a 2 é"])
          expect(highWatermark).toBe(3)
          expect(answers.get(1)).toEqual({ records: Buffer.alloc(0), aborted: [], highWatermark: 0 })
          expect(named(answers.get(2))).toBe("OFFSET_OUT_OF_RANGE")
          expect(named(answers.get(7))).toBe("UNKNOWN_TOPIC_OR_PARTITION")
        },
        { partitions: 3 },
      ))

    test("waits for the first record", () =>
      withBrokers(bootstrap, async rig => {
        const waiting = fetched(rig, [[0, 0]], { maxWait: 4_500 })
        // Over a connection of its own, or this would wait, too.
        await produce(rig.brokers, leaderOf(rig.brokers), new Map([[0, packed(1, "news")]]))
        const { records } = Object((await waiting).get(0))
        expect(textsOf(unpackBatches(records, { partition: 0, from: 0 }))).toEqual(["news 0 é"])
      }))

    test("of a topic that was made anew under the same name, or never was, is refused", () =>
      withBrokers(bootstrap, async rig => {
        const { admin, brokers } = rig
        const topicId = `some-cluster/${rig.topicId.toString("base64url")}`
        expect((await fetched(rig, [[0, 0]], { topicId })).get(0)).toMatchObject({ highWatermark: 0 })
        const unknown = await fetched(rig, [[0, 0]], { topicId: crypto.getRandomValues(new Uint8Array(16)) })
        expect(named(unknown.get(0))).toBe("UNKNOWN_TOPIC_ID")
        expect((await failureOf(fetched(rig, [[0, 0]], { topicId: "cluster/short" })))?.message).toContain("16 bytes")

        await admin.deleteTopics({ topics: [brokers.topic] })
        while ((await brokers.metadata()).topic.error === 0) await Bun.sleep(20)
        await admin.createTopics({ topics: [{ topic: brokers.topic, numPartitions: 1 }], waitForLeaders: true })
        expect(named((await fetched({ ...rig, brokers: await fresh(rig) }, [[0, 0]])).get(0))).toBe("UNKNOWN_TOPIC_ID")
      }))
  })
}

const named = (answer: object | undefined): string => errorName(Object(answer).error)

async function fresh({ brokers }: BrokersRig): Promise<BrokersRig["brokers"]> {
  while (brokers.leaders([0]).unled.length > 0) await brokers.refresh()
  return brokers
}
