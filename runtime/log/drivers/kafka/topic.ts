import { type Admin, KafkaJSError, KafkaJSNumberOfRetriesExceeded } from "kafkajs"
import { LogReplaced, type PartitionState, PartitionsChanged } from "../../log.ts"
import type { TopicState, TopicWatch } from "./topic-state.ts"

/** Leaders of a new topic are chosen within a second or so; ms. */
const LED_WITHIN = 15_000

export interface TopicOptions {
  topic: string
  partitions: number
  /** Hours that a new topic keeps events; one that exists keeps its own setting. */
  retentionHours: number
  /** Copies of each partition of a new topic; default 3, or as many as there are brokers. */
  replication?: number
}

/** The topic: made when missing, known by its id, and looked at again whenever something hangs on it. */
export class Topic {
  #id = ""

  constructor(
    readonly options: TopicOptions,
    private readonly admin: Admin,
    private readonly watch: TopicWatch,
  ) {}

  /** Id of the topic as last settled. */
  get id(): string {
    return this.#id
  }

  async connect(): Promise<void> {
    await this.admin.connect()
    await this.watch.connect()
  }

  async disconnect(): Promise<void> {
    await Promise.allSettled([this.admin.disconnect(), this.watch.disconnect()])
  }

  /**
   * Sees to it that the topic is there, and takes over its id.
   * @throws PartitionsChanged
   * @throws LogReplaced when it is another one than before; the call after that goes on with the new one
   */
  async settle(): Promise<void> {
    const { id } = this.#fitting((await this.watch.look()) ?? (await this.#create()))
    const before = this.#id
    this.#id = id
    if (before !== id) await this.#led()
    if (before !== "" && before !== id) throw new LogReplaced(before, id)
  }

  /** Resolves when the topic is the same as ever at some moment after the call. */
  async confirm(): Promise<void> {
    const state = await this.watch.look()
    if (state?.id !== this.#id) throw new LogReplaced(this.#id, state?.id ?? "nothing yet")
    this.#fitting(state)
  }

  async state(): Promise<PartitionState[]> {
    const offsets = await this.admin.fetchTopicOffsets(this.options.topic)
    return offsets
      .map(({ partition, low, high }) => ({ partition, first: Number(low), end: Number(high) }))
      .toSorted((a, b) => a.partition - b.partition)
  }

  /** Several processes may do this at once: one makes it, the others find it. */
  async #create(): Promise<TopicState> {
    const { topic, partitions, retentionHours, replication } = this.options
    const { brokers } = await this.admin.describeCluster()
    const copies = replication ?? Math.min(3, brokers.length)
    await this.admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: copies,
          configEntries: [
            { name: "retention.ms", value: String(retentionHours * 3_600_000) },
            // The broker then repacks what direct producers send in a way that this client cannot read.
            { name: "compression.type", value: "zstd" },
            ...(copies >= 3 ? [{ name: "min.insync.replicas", value: "2" }] : []),
          ],
        },
      ],
    })
    const made = await this.watch.look()
    if (!made) throw new Error(`topic ${topic} was made, but the brokers do not know it yet: try again`)
    return made
  }

  /** A topic that was just made is known before its partitions have leaders, and cannot be asked until then. */
  async #led(): Promise<void> {
    const giveUpAt = performance.now() + LED_WITHIN
    for (;;) {
      try {
        await this.state()
        return
      } catch (error) {
        const isPassing =
          error instanceof KafkaJSNumberOfRetriesExceeded || (error instanceof KafkaJSError && error.retriable)
        if (!isPassing || performance.now() > giveUpAt) throw error
        await Bun.sleep(100)
      }
    }
  }

  #fitting(state: TopicState): TopicState {
    const { topic, partitions } = this.options
    if (state.partitions === partitions) return state
    throw new PartitionsChanged(
      `topic ${topic} has ${state.partitions} partition(s), but KAFKA_PARTITIONS asks for ${partitions}. ` +
        `Visitors would change their partition, so drain first: stop what sends, wait until no partition lags, ` +
        (state.partitions < partitions
          ? `then run kafka-topics --alter --topic ${topic} --partitions ${partitions} and start again`
          : `then set KAFKA_PARTITIONS=${state.partitions} and start again (a topic cannot shrink)`),
    )
  }
}
