import { CompressionTypes, type Kafka, type Message, type Producer } from "kafkajs"
import { type Envelope, LogFull } from "../../log.ts"
import { partitionKey, partitionOf } from "../../partition.ts"
import { REQUEST_TIMEOUT } from "./client.ts"

/** Bytes of one send. Below the 1 MiB that brokers allow for a batch, even if nothing could be compressed. */
const SEND_BYTES = 900_000

interface Group {
  messages: Message[]
  bytes: number
  sent: ReturnType<typeof Promise.withResolvers<void>>
}

export interface SenderOptions {
  topic: string
  partitions: number
  /** Bytes of JSON under way, from which on appends are refused. */
  bound: number
  /** Longest wait for an append, ms. */
  timeout: number
}

/**
 * Sends what is appended, one request at a time: what comes meanwhile shares the next one, so a busy log makes large
 * batches and a quiet one waits for nothing. One at a time also keeps a visitor's order when a send is tried again. A
 * repeated send may write records twice; their ids tell.
 */
export class Sender {
  readonly #producer: Producer
  #waiting: Group[] = []
  #sending: Promise<void> | undefined
  #underWay = 0

  constructor(
    kafka: Kafka,
    private readonly options: SenderOptions,
  ) {
    this.#producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
    })
  }

  connect(): Promise<void> {
    return this.#producer.connect()
  }

  /** Waits for what is under way. */
  async disconnect(): Promise<void> {
    await this.#sending
    await this.#producer.disconnect()
  }

  async append(records: readonly Envelope[]): Promise<void> {
    if (records.length === 0) return
    const { bound, timeout } = this.options
    if (this.#underWay >= bound) {
      throw new LogFull(`${this.#underWay} bytes of events wait for Kafka, ${bound} may: send again later`)
    }
    const groups = new Set(records.map(record => this.#put(record)))
    this.#sending ??= this.#send()
    await within(timeout, Promise.all(Array.from(groups, group => group.sent.promise)))
  }

  #put(envelope: Envelope): Group {
    const key = partitionKey(envelope.event)
    const value = Buffer.from(JSON.stringify(envelope))
    let group = this.#waiting.at(-1)
    if (!group || group.bytes + value.length > SEND_BYTES) {
      group = { messages: [], bytes: 0, sent: Promise.withResolvers() }
      this.#waiting.push(group)
    }
    group.messages.push({ key, value, partition: partitionOf(key, this.options.partitions) })
    group.bytes += value.length
    this.#underWay += value.length
    return group
  }

  async #send(): Promise<void> {
    // Lets the other calls of this very moment join the first group.
    await Promise.resolve()
    for (let group = this.#waiting.shift(); group; group = this.#waiting.shift()) {
      try {
        await this.#produce(group.messages)
        group.sent.resolve()
      } catch (error) {
        group.sent.reject(new Error(`Kafka did not take the events: ${message(error)}; send them again`))
      }
      this.#underWay -= group.bytes
    }
    this.#sending = undefined
  }

  /**
   * Sends until every partition has confirmed. kafkajs (2.2.4) tries again by broker: a partition that moves meanwhile to
   * one that has answered already is never sent, and the whole is called a success; only the answers tell.
   */
  async #produce(messages: readonly Message[]): Promise<void> {
    for (let left = [...messages]; left.length > 0; ) {
      const answers = await this.#producer.send({
        topic: this.options.topic,
        messages: left,
        acks: -1,
        compression: CompressionTypes.ZSTD,
        timeout: REQUEST_TIMEOUT,
      })
      const confirmed = new Set(answers.map(({ partition }) => partition))
      if (confirmed.size === 0) throw new Error("no partition has a leader")
      left = left.filter(({ partition }) => !confirmed.has(partition!))
    }
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`Kafka did not confirm the events within ${ms} ms: send them again`)),
    ms,
  )
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer))
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))
