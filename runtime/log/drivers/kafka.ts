import type { Kafka } from "kafkajs"
import type { Resume, Revoked } from "../log.ts"
import { type Envelope, type Log, LogGap, LogReplaced, type Offset, type PartitionState, type Round } from "../log.ts"
import { Brokers } from "./kafka/brokers.ts"
import { type ConnectionOptions, kafkaClient } from "./kafka/client.ts"
import { plain } from "./kafka/failures.ts"
import { Member } from "./kafka/member.ts"
import { Reader } from "./kafka/reader.ts"
import { Sender } from "./kafka/sender.ts"
import { Topic } from "./kafka/topic.ts"
import { TopicWatch } from "./kafka/topic-state.ts"

const MIB = 1024 * 1024
/** How often a reader looks whether the topic still is the one it was, with as many partitions, ms. */
const CONFIRM_EVERY = 1_000
/** Brokers that do not answer are left without a goodbye, ms: a process has 10 s to drain. */
const CLOSES_WITHIN = 6_000

export interface KafkaLogOptions extends ConnectionOptions {
  /** Default `ecommerce-events`; made when missing. */
  topic?: string
  /** Default 3. Must be what the topic has. */
  partitions?: number
  /** How long a new topic keeps events; default 168. */
  retentionHours?: number
  /** Copies of each partition of a new topic; default 3, or as many as there are brokers. */
  replication?: number
  /** Processes of one group share the partitions; default `shopstream-` and the topic. */
  group?: string
  /** Bytes of JSON under way, from which on `append` throws `LogFull`; default 64 Mi. */
  bound?: number
  /** Longest wait of an `append` for the brokers, ms; default 10,000. */
  timeout?: number
  /** Most records in a round; default 2,000. */
  batch?: number
}

/**
 * The log on Kafka: one topic, read by any number of processes that share its partitions. Where to go on is the store's
 * word; the group's offsets only show lag. `trim` keeps everything: the topic has a retention, and other readers.
 *
 * @throws PartitionsChanged when the topic has another number of partitions
 * @throws Error when no broker answers, or the login is refused
 */
export async function kafkaLog({
  topic = "ecommerce-events",
  partitions = 3,
  retentionHours = 168,
  replication,
  group = `shopstream-${topic}`,
  bound = 64 * MIB,
  timeout = 10_000,
  batch = 2_000,
  ...connection
}: KafkaLogOptions): Promise<Log> {
  const kafka = kafkaClient(connection)
  const brokers = new Brokers(kafka, topic)
  const shape = new Topic(
    { topic, partitions, retentionHours, ...(replication === undefined ? {} : { replication }) },
    kafka.admin(),
    new TopicWatch(brokers),
  )
  try {
    await shape.connect()
    await shape.settle()
  } catch (error) {
    await shape.disconnect()
    throw plain(error, connection.brokers)
  }
  const sender = new Sender(brokers, { partitions, bound, timeout })
  return new KafkaLog(kafka, brokers, shape, sender, { group, batch })
}

class KafkaLog implements Log {
  readonly partitions: number
  #member: Member | undefined
  /** Resolves when the iteration has something to look at: the group was shared out anew, or it is to end. */
  #news = Promise.withResolvers<void>()
  #confirmAt = 0
  #consuming = false
  #opening: Promise<Member> | undefined
  #closing: Promise<void> | undefined

  constructor(
    private readonly kafka: Kafka,
    private readonly brokers: Brokers,
    private readonly topic: Topic,
    private readonly sender: Sender,
    private readonly options: { group: string; batch: number },
  ) {
    this.partitions = topic.options.partitions
  }

  get id(): string {
    return this.topic.id
  }

  async append(records: readonly Envelope[]): Promise<void> {
    this.#checkOpen()
    await this.sender.append(records)
  }

  async *consume(resume: Resume, signal: AbortSignal, revoked: Revoked = () => {}): AsyncGenerator<Round> {
    if (this.#consuming) throw new Error(`log ${this.id} is being consumed already: end that iteration first`)
    this.#consuming = true
    const wake = () => this.#wake()
    signal.addEventListener("abort", wake)
    const reader = new Reader(this.brokers, this.topic)
    try {
      this.#opening = this.#joined()
      const member = await this.#opening
      let shared = member.assigned
      while (!signal.aborted && !this.#closing) {
        // Anew each time, because what happens from here on must not be missed.
        this.#news = Promise.withResolvers()
        if (member.failure) throw member.failure
        if (member.assigned !== shared) {
          shared = member.assigned
          for (const partition of reader.partitions) if (!shared.includes(partition)) revoked(partition)
          reader.clear()
        }
        await this.#confirmed()
        await this.#place(member, reader, resume)
        const round = await this.#next(reader)
        if (round.length === 0 || member.assigned !== shared) continue
        yield round
        if (member.assigned !== shared) continue
        for (const { partition, next } of round) member.committed(partition, next)
      }
    } catch (error) {
      // What closes meanwhile answers nothing more, and that is no trouble.
      if (this.#closing) return
      // The next iteration follows what there is now.
      if (error instanceof LogReplaced) await this.topic.settle()
      throw error
    } finally {
      signal.removeEventListener("abort", wake)
      reader.clear()
      this.#member?.reset()
      this.#consuming = false
    }
  }

  /** Does nothing: the topic's retention forgets, and it may have other readers. */
  async trim(_partition: number, _offset: Offset): Promise<void> {
    this.#checkOpen()
  }

  async state(): Promise<PartitionState[]> {
    this.#checkOpen()
    return this.topic.state()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** The member of the group, the same for every iteration while it lives: joining takes everybody's time. */
  async #joined(): Promise<Member> {
    await this.topic.settle()
    if (this.#member?.dead) {
      await this.#member.leave()
      this.#member = undefined
    }
    if (this.#member) {
      this.#member.reset()
      return this.#member
    }
    const { group } = this.options
    const member = new Member(this.kafka, group, this.topic, () => this.#wake())
    this.#member = member
    try {
      await member.join()
    } catch (error) {
      await member.leave()
      throw error
    }
    return member
  }

  /** Now and then it is looked whether the topic is as it should be, also while nothing comes. */
  async #confirmed(): Promise<void> {
    if (performance.now() < this.#confirmAt) return
    await this.topic.confirm()
    this.#confirmAt = performance.now() + CONFIRM_EVERY
  }

  async #next(reader: Reader): Promise<Round> {
    const news = this.#news.promise
    if (reader.partitions.length === 0) {
      await Promise.race([news, Bun.sleep(CONFIRM_EVERY)])
      return []
    }
    return (await reader.next(this.options.batch, news)).map(batch => ({ log: this.id, ...batch }))
  }

  /** Asks where to go on in the partitions that are this process's and not read yet. */
  async #place(member: Member, reader: Reader, resume: Resume): Promise<void> {
    const { assigned } = member
    const placed = reader.partitions
    const missing = assigned.filter(partition => !placed.includes(partition))
    if (missing.length === 0) return
    const positions = new Map<number, Offset>()
    await Promise.all(missing.map(async p => positions.set(p, (await resume(this.id, p)) ?? 0)))
    const states = await this.topic.state()
    // Shared out anew while we asked: then these answers are out of date, and the loop asks again.
    if (member.assigned !== assigned || member.failure) return
    for (const [partition, position] of positions) {
      const { first, end } = states[partition]!
      if (position < first || position > end) throw new LogGap(this.id, partition, position, first, end)
    }
    reader.place(positions)
  }

  #wake(): void {
    this.#news.resolve()
  }

  async #close(): Promise<void> {
    this.#wake()
    const letGo = async (): Promise<void> => {
      // kafkajs cannot let go of a connection that it is just making.
      await this.#opening?.catch(() => {})
      await Promise.allSettled([this.#member?.leave(), this.sender.drain()])
      await this.topic.disconnect()
    }
    await Promise.race([letGo(), Bun.sleep(CLOSES_WITHIN)])
  }

  #checkOpen(): void {
    if (this.#closing) throw new Error(`log ${this.id} is closed`)
  }
}
