import { type Admin, Kafka, logLevel, type Producer } from "kafkajs"
import type { Log } from "../../log.ts"
import type { Rig, RigOptions } from "../../testing/rig.ts"
import { type KafkaLogOptions, kafkaLog } from "../kafka.ts"

/** A fresh topic on a real broker, the logs that are open on it, and other clients of the same broker. */
export interface TopicRig extends Rig {
  topic: string
  admin: Admin
  producer: Producer
  /** One more log on the topic, as another process would open it. */
  open(options?: Partial<KafkaLogOptions>): Promise<Log>
}

export async function openTopic(
  bootstrap: string,
  { partitions = 1, batch = 2_000, bound = 1_000_000 }: RigOptions = {},
): Promise<TopicRig> {
  const topic = `test-${crypto.randomUUID()}`
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })]
  await Promise.all([admin.connect(), producer.connect()])
  const logs: Log[] = []
  const open = async (options: Partial<KafkaLogOptions> = {}): Promise<Log> => {
    const log = await kafkaLog({ brokers: [bootstrap], topic, group: topic, partitions, batch, bound, ...options })
    logs.push(log)
    return log
  }
  const log = await open()
  return {
    log,
    topic,
    admin,
    producer,
    open,
    async reopen() {
      await logs.at(-1)?.close()
      return open()
    },
    async foreign(texts) {
      await producer.send({ topic, messages: texts.map(value => ({ value, partition: 0 })) })
      return log
    },
    async forget(partition, offset) {
      // kafkajs deletes only where it has looked before.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] })
    },
    async dispose() {
      await Promise.all(logs.map(each => each.close()))
      await admin.deleteTopics({ topics: [topic] }).catch(() => {})
      await Promise.all([admin.disconnect(), producer.disconnect()])
    },
  }
}
