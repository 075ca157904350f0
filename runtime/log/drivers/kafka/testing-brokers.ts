import { type Admin, type IResourceConfigEntry, Kafka, logLevel, type Message, type Producer } from "kafkajs"
import { Brokers } from "./brokers.ts"
import { kafkaClient } from "./client.ts"
import { errorName } from "./wire/error-codes.ts"
import { fetchBatches } from "./wire/fetch.ts"
import { type FetchedRecord, unpackBatches } from "./wire/record-batch.ts"

/** A fresh topic on a real broker, our own requests to it, and kafkajs' clients beside them. */
export interface BrokersRig {
  brokers: Brokers
  topicId: Buffer
  kafka: Kafka
  admin: Admin
  producer: Producer
  /** Everything that our fetches bring of a partition, in pieces of at least one batch, and where they end. */
  fetchAll(partition: number, from?: number, bytes?: number): Promise<{ records: FetchedRecord[]; next: number }>
  /** What kafkajs' consumer reads: as many messages as that, by partition. */
  consume(count: number): Promise<Map<number, { offset: string; key: Buffer | null; value: Buffer | null }[]>>
}

/** @param config of the topic, such as `compression.type` */
export async function withBrokers(
  bootstrap: string,
  work: (rig: BrokersRig) => Promise<void>,
  { partitions = 1, config = [] as IResourceConfigEntry[] } = {},
): Promise<void> {
  const topic = `test-${crypto.randomUUID()}`
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })]
  const brokers = new Brokers(kafkaClient({ brokers: [bootstrap] }), topic)
  try {
    await Promise.all([admin.connect(), producer.connect()])
    const made = { topic, numPartitions: partitions, configEntries: config.map(({ name, value }) => ({ name, value })) }
    await admin.createTopics({ topics: [made], waitForLeaders: true })
    await brokers.connect()
    const { id } = (await brokers.metadata()).topic
    await work({
      ...{ brokers, topicId: id, kafka, admin, producer },
      fetchAll: (partition, from = 0, bytes = 1024 * 1024) => fetchAll(brokers, id, partition, from, bytes),
      consume: count => consume(kafka, topic, count),
    })
  } finally {
    await admin.deleteTopics({ topics: [topic] }).catch(() => {})
    await Promise.allSettled([admin.disconnect(), producer.disconnect(), brokers.disconnect()])
  }
}

/** The only broker's node id. */
export function leaderOf(brokers: Brokers, partition = 0): number {
  return [...brokers.leaders([partition]).led.keys()][0]!
}

async function fetchAll(brokers: Brokers, topicId: Buffer, partition: number, from: number, partitionBytes: number) {
  const records: FetchedRecord[] = []
  for (let next = from; ; ) {
    const options = { topicId, offsets: new Map([[partition, next]]), maxWait: 100, partitionBytes }
    const fetched = (await fetchBatches(brokers, leaderOf(brokers, partition), options)).get(partition)!
    if ("error" in fetched) throw new Error(errorName(fetched.error))
    const unpacked = unpackBatches(fetched.records, { partition, from: next, aborted: fetched.aborted })
    records.push(...unpacked.records)
    next = unpacked.next
    if (next >= fetched.highWatermark) return { records, next }
  }
}

async function consume(kafka: Kafka, topic: string, count: number) {
  const consumer = kafka.consumer({ groupId: topic })
  const messages = new Map<number, (Message & { offset: string; key: Buffer | null; value: Buffer | null })[]>()
  const all = Promise.withResolvers<void>()
  let missing = count
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      messages.set(partition, [...(messages.get(partition) ?? []), message as never])
      if (--missing === 0) all.resolve()
    },
  })
  await all.promise
  await consumer.disconnect()
  return messages
}
