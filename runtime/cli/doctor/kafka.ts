import type { Admin } from "kafkajs"
import type { KafkaSettings } from "../../config.ts"
import { Brokers } from "../../log/drivers/kafka/brokers.ts"
import { kafkaClient } from "../../log/drivers/kafka/client.ts"
import { remedyOf } from "../../log/drivers/kafka/failures.ts"
import { TopicWatch } from "../../log/drivers/kafka/topic-state.ts"
import type { Store } from "../../store/store.ts"
import { thousands } from "../terminal.ts"
import { counted, type Finding } from "./finding.ts"

/** Records that lag by more than this take a worker a minute or so. */
const MUCH_LAG = 1_000_000

/** Looks at the brokers and the topic without making or joining anything. */
export async function kafka(settings: KafkaSettings): Promise<Finding> {
  const name = "Log"
  const admin = kafkaClient(settings).admin()
  try {
    await admin.connect()
    return await topicFinding(admin, settings)
  } catch (error) {
    return { name, found: `Kafka at ${settings.brokers.join(", ")} cannot be used`, todo: remedyOf(error) }
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

async function topicFinding(admin: Admin, { topic, partitions }: KafkaSettings): Promise<Finding> {
  const name = "Log"
  const { brokers } = await admin.describeCluster()
  const cluster = `Kafka, ${counted(brokers.length, "broker")}`
  if (!(await admin.listTopics()).includes(topic)) {
    const todo = "start a worker or a collector, which makes it, or see KAFKA_TOPIC"
    return { name, found: `${cluster}; there is no topic ${topic}`, todo }
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const has = topics[0]!.partitions.length
  const found = `${cluster}; ${topic} has ${counted(has, "partition")}`
  if (has === partitions) return { name, found }
  return { name, found, todo: `set KAFKA_PARTITIONS=${has}; docs/scaling.md tells how to change the number` }
}

/** How far the numbers are behind each partition of the topic. */
export async function lag(settings: KafkaSettings, store: Store): Promise<Finding[]> {
  const client = kafkaClient(settings)
  const admin = client.admin()
  const watch = new TopicWatch(new Brokers(client, settings.topic))
  try {
    await Promise.all([admin.connect(), watch.connect()])
    const state = await watch.look()
    if (!state) return []
    const offsets = await admin.fetchTopicOffsets(settings.topic)
    const lags = await Promise.all(
      offsets.map(async ({ partition, low, high }) => {
        const checkpoint = await store.checkpoint({ log: state.id, partition })
        return { partition, lag: Math.max(0, Number(high) - (checkpoint ?? Number(low))) }
      }),
    )
    return [lagFinding(lags.toSorted((a, b) => a.partition - b.partition))]
  } catch {
    // The finding about the brokers says why they do not answer.
    return []
  } finally {
    await Promise.allSettled([admin.disconnect(), watch.disconnect()])
  }
}

function lagFinding(lags: readonly { partition: number; lag: number }[]): Finding {
  const shown = lags.map(({ partition, lag }) => `${partition}: ${thousands(lag)}`).join(", ")
  const most = Math.max(...lags.map(({ lag }) => lag))
  return {
    name: "Lag",
    found: `records not in the numbers yet, by partition: ${shown}`,
    todo:
      most > MUCH_LAG
        ? `see that workers run; up to ${lags.length} of them share the ${lags.length} partitions`
        : undefined,
  }
}
