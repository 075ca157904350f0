import { type Consumer, type Kafka, KafkaJSProtocolError } from "kafkajs"
import type { Offset } from "../../log.ts"
import type { Topic } from "./topic.ts"

/** A dead worker is missed after the session; the others hear of it with their next heartbeat. Brokers allow no shorter one. */
const SESSION = { sessionTimeout: 6_000, rebalanceTimeout: 6_000, heartbeatInterval: 1_000 }
/** kafkajs has nothing to fetch: that often it looks whether a heartbeat is due, ms. */
const IDLE = { maxWaitTimeInMs: 250 }
/** A group's coordinator that just starts or moves: kafkajs gives up for a moment and comes back by itself. */
const PASSING = ["GROUP_LOAD_IN_PROGRESS", "GROUP_COORDINATOR_NOT_AVAILABLE", "NOT_COORDINATOR_FOR_GROUP"]
const LAG_HINT_EVERY = 2_000

/**
 * This process in the consumer group: which partitions it has. It stays in the group from the first iteration to the
 * log's end. For kafkajs all partitions are paused for ever, since they are read elsewhere (`reader.ts`).
 */
export class Member {
  /** The partitions that are this process's, since the group was last shared out. */
  assigned: readonly number[] = []
  /** What the group broke by, until a new iteration asks. */
  failure: Error | undefined
  /** kafkajs gave this member up: another must be made. */
  dead = false
  readonly #consumer: Consumer
  readonly #handedOver = new Map<number, Offset>()
  #hint: ReturnType<typeof setInterval> | undefined

  constructor(
    kafka: Kafka,
    group: string,
    private readonly topic: Topic,
    private readonly onNews: () => void,
  ) {
    this.#consumer = kafka.consumer({
      groupId: group,
      ...SESSION,
      ...IDLE,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    })
    const { GROUP_JOIN, REBALANCING, CRASH } = this.#consumer.events
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#assign(payload.memberAssignment[topic.options.topic] ?? []))
    this.#consumer.on(REBALANCING, () => this.#assign([]))
    this.#consumer.on(CRASH, ({ payload }) => {
      this.#assign([])
      this.dead ||= !payload.restart
      if (!isPassing(payload.error)) this.#fail(payload.error)
    })
  }

  async join(): Promise<void> {
    const { topic } = this.topic.options
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topic, fromBeginning: true })
    await this.#consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
    this.#hint = setInterval(() => void this.#hintAtLag(), LAG_HINT_EVERY)
  }

  /** Says goodbye, so that the others need not wait for the session to end. */
  async leave(): Promise<void> {
    clearInterval(this.#hint)
    await this.#hintAtLag()
    this.dead = true
    await this.#consumer.disconnect().catch(() => {})
  }

  /** A new iteration begins without an old failure. */
  reset(): void {
    this.failure = undefined
  }

  /** The store has committed everything before `offset`, or is about to: a hint may be a round ahead. */
  committed(partition: number, offset: Offset): void {
    this.#handedOver.set(partition, offset)
  }

  /** Another list with every sharing-out, also of the same partitions: another member may have had them meanwhile. */
  #assign(partitions: readonly number[]): void {
    this.assigned = [...partitions]
    this.#handedOver.clear()
    if (partitions.length > 0) this.#consumer.pause([{ topic: this.topic.options.topic, partitions: [...partitions] }])
    this.onNews()
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error))
    this.onNews()
  }

  /** The group's offsets are for the tools that show lag; nobody resumes from them, so a failure does no harm. */
  async #hintAtLag(): Promise<void> {
    const { topic } = this.topic.options
    const offsets = Array.from(this.#handedOver, ([partition, offset]) => ({
      topic,
      partition,
      offset: String(offset),
    }))
    this.#handedOver.clear()
    if (offsets.length > 0 && !this.dead) await this.#consumer.commitOffsets(offsets).catch(() => {})
  }
}

function isPassing(error: Error): boolean {
  return error instanceof KafkaJSProtocolError && PASSING.includes(error.type)
}
