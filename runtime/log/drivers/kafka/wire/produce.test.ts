import { afterAll, describe, expect, test } from "bun:test"
import { failureOf } from "../../../../store/testing/failure.ts"
import { endTestKafka, testKafka } from "../../../../testing/kafka.ts"
import { Brokers } from "../brokers.ts"
import { kafkaClient } from "../client.ts"
import { leaderOf, withBrokers } from "../testing-brokers.ts"
import { produce } from "./produce.ts"
import { packBatch, type SentRecord } from "./record-batch.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

const UNICODE = [
  "",
  "plain",
  "Grüße",
  "価格 ¥1,200",
  "🛒👩‍👩‍👧‍👦",
  "\u0000\u2028\ufeff",
  "x".repeat(100_000),
  "é".repeat(9_000),
]

if ("bootstrap" in kafka) {
  describe("what is produced", () => {
    test.each([
      ["one record", [["only"]]],
      ["5,000 records", [Array.from({ length: 5_000 }, (_, i) => `value ${i}`)]],
      ["texts of all kinds", [UNICODE]],
      ["several partitions", [["a", "b"], UNICODE, ["c"]]],
    ])("is read back by kafkajs and by our fetches, byte for byte: %s", (_, values) =>
      withBrokers(
        kafka.bootstrap,
        async ({ brokers, fetchAll, consume }) => {
          const sent = values.map(each => each.map((value, i): SentRecord => ({ key: `key ${i} é`, value })))
          const batches = new Map(sent.map((records, partition) => [partition, packBatch(records)]))
          const answers = await produce(brokers, leaderOf(brokers), batches)
          expect(answers).toEqual(new Map(sent.map((_, partition) => [partition, 0])))
          const consumed = await consume(values.flat().length)
          for (const [partition, records] of sent.entries()) {
            expect(await fetchAll(partition)).toEqual({
              records: records.map(({ value }, offset) => ({ offset, value })),
              next: records.length,
            })
            const read = consumed.get(partition)!.map(({ offset, key, value }) => ({ offset, key, value }))
            const raw = ({ key, value }: SentRecord, i: number) => ({
              offset: String(i),
              key: Buffer.from(key),
              value: Buffer.from(value),
            })
            expect(read).toEqual(records.map(raw))
          }
        },
        { partitions: values.length },
      ),
    )

    test("is told by partition: durable, or why not", () =>
      withBrokers(
        kafka.bootstrap,
        async ({ brokers, fetchAll }) => {
          const good = packBatch([{ key: "k", value: "v" }])
          const damaged = Buffer.from(good)
          damaged[30]! ^= 1
          const answers = await produce(
            brokers,
            leaderOf(brokers),
            new Map([
              [0, good],
              [1, damaged],
              [9, good],
            ]),
          )
          expect(answers).toEqual(
            new Map([
              [0, 0],
              [1, 2],
              [9, 3],
            ]),
          )
          expect((await fetchAll(0)).next).toBe(1)
          expect((await fetchAll(1)).next).toBe(0)
        },
        { partitions: 2 },
      ))

    test("to a topic that is not there is refused, and makes none", async () => {
      const brokers = new Brokers(kafkaClient({ brokers: [kafka.bootstrap] }), `missing-${crypto.randomUUID()}`)
      await brokers.connect()
      const { brokers: nodes } = await brokers.metadata()
      const batches = new Map([[0, packBatch([{ key: "k", value: "v" }])]])
      expect(await produce(brokers, nodes[0]!.nodeId, batches)).toEqual(new Map([[0, 3]]))
      expect((await brokers.metadata()).topic).toMatchObject({ error: 3, leaders: [] })
      expect((await failureOf(produce(brokers, 99, batches)))?.message).toContain("broker 99 is not known")
      await brokers.disconnect()
    })
  })
}
