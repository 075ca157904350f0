import { type Consumer, type EachBatchPayload, type Batch as Fetched, type Kafka, KafkaJSProtocolError } from "kafkajs"
import { LogGap, type Offset } from "../../log.ts"
import { Intake } from "./intake.ts"
import type { Topic } from "./topic.ts"

/** A dead worker is missed after the session; the others hear of it with their next heartbeat. Brokers allow no shorter one. */
const SESSION = { sessionTimeout: 6_000, rebalanceTimeout: 6_000, heartbeatInterval: 1_000 }
const FETCH = { maxWaitTimeInMs: 100, maxBytesPerPartition: 256 * 1024 }
/** A group's coordinator that just starts or moves: kafkajs gives up for a moment and comes back by itself. */
const PASSING = ["GROUP_LOAD_IN_PROGRESS", "GROUP_COORDINATOR_NOT_AVAILABLE", "NOT_COORDINATOR_FOR_GROUP"]
const LAG_HINT_EVERY = 2_000

/**
 * This process in the consumer group: which partitions it has, and what was fetched of them. It stays in the group from
 * the first iteration to the log's end; partitions that nobody has placed yet, or that are full, are paused.
 */
export class Member {
  /** The partitions that are this process's, since the group was last shared out. */
  assigned: readonly number[] = []
  /** Those of them that are being read. */
  readonly intakes = new Map<number, Intake>()
  /** Why nothing more will come, until a new iteration asks. */
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
    /** Most records of a partition that wait to be handed over, before one more fetch. */
    private readonly full: number,
    private readonly onNews: () => void,
  ) {
    this.#consumer = kafka.consumer({
      groupId: group,
      ...SESSION,
      ...FETCH,
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
    const { topic, partitions } = this.topic.options
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topic, fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: Math.min(partitions, 16),
      eachBatch: fetched => this.#receive(fetched),
    })
    this.#hint = setInterval(() => void this.#hintAtLag(), LAG_HINT_EVERY)
  }

  /** Says goodbye, so that the others need not wait for the session to end. */
  async leave(): Promise<void> {
    clearInterval(this.#hint)
    await this.#hintAtLag()
    this.dead = true
    await this.#consumer.disconnect().catch(() => {})
  }

  /** Stops reading: nothing is placed any more, and a new iteration begins without an old failure. */
  reset(): void {
    this.failure = undefined
    this.intakes.clear()
    this.#pause(this.assigned)
  }

  /** Reads partitions from these offsets on. */
  place(positions: ReadonlyMap<number, Offset>): void {
    const { topic } = this.topic.options
    for (const [partition, offset] of positions) {
      this.intakes.set(partition, new Intake(offset))
      this.#consumer.seek({ topic, partition, offset: String(offset) })
    }
    this.#consumer.resume([{ topic, partitions: [...positions.keys()] }])
  }

  /** Something of the partition was taken: there may be room again. Everything before `done` is committed by the store. */
  taken(partition: number, intake: Intake): void {
    if (intake.length < this.full / 2)
      this.#consumer.resume([{ topic: this.topic.options.topic, partitions: [partition] }])
  }

  /** The store has committed everything before `offset`. */
  committed(partition: number, offset: Offset): void {
    this.#handedOver.set(partition, offset)
  }

  /** Every sharing-out places anew, also what was here before: another may have had it meanwhile. */
  #assign(partitions: readonly number[]): void {
    this.assigned = [...partitions]
    this.intakes.clear()
    this.#handedOver.clear()
    this.#pause(this.assigned)
    this.onNews()
  }

  #pause(partitions: readonly number[]): void {
    if (partitions.length > 0) this.#consumer.pause([{ topic: this.topic.options.topic, partitions: [...partitions] }])
  }

  async #receive({ batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch
    const intake = this.intakes.get(partition)
    if (!intake || isStale()) return
    try {
      if (!(await this.#follows(batch, intake))) return
      // After the fetch: so what was fetched is of this very topic and not of one made anew under its name.
      await this.topic.confirm()
    } catch (error) {
      this.#fail(error)
      return
    }
    if (this.intakes.get(partition) !== intake || isStale()) return
    intake.add(batch.messages, Number(batch.lastOffset()))
    resolveOffset(batch.lastOffset())
    if (intake.length >= this.full) this.#pause([partition])
    this.onNews()
  }

  /**
   * Whether a fetch goes on where the last one ended. kafkajs may have been sent to the log's first record because ours
   * is gone, and has passed over records that nobody is shown (marks of transactions).
   */
  async #follows({ partition, ...batch }: Fetched & { fetchedOffset?: string }, { end }: Intake): Promise<boolean> {
    const fetched = Number(batch.fetchedOffset)
    if (fetched === end) return true
    const state = (await this.topic.state())[partition]
    if (state && (end < state.first || end > state.end)) {
      throw new LogGap(this.topic.id, partition, end, state.first, state.end)
    }
    if (fetched < end) this.#consumer.seek({ topic: this.topic.options.topic, partition, offset: String(end) })
    return fetched > end
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error))
    this.intakes.clear()
    this.#pause(this.assigned)
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
