import { type Envelope, LogFull } from "../../log.ts"
import { partitionKey, partitionOf } from "../../partition.ts"
import { type Written, written } from "../../written.ts"
import type { Brokers } from "./brokers.ts"
import { errorName, isRetriable } from "./wire/error-codes.ts"
import { produce } from "./wire/produce.ts"
import { packBatch, type SentRecord } from "./wire/record-batch.ts"
import { within } from "./within.ts"

/** Bytes of one send. Below the 1 MiB that brokers allow for a batch, even if nothing could be compressed. */
const SEND_BYTES = 900_000
/**
 * Least time between the beginnings of two sends, ms. A request costs the broker about a millisecond, whatever is in it:
 * without a pause a hundred small ones would keep it busier than one with all their events.
 */
const PACE = 10
/** Pauses before a send is tried again, ms: each twice the one before. */
const PAUSES = { first: 100, longest: 1_000 }

interface Group {
  records: Map<number, SentRecord[]>
  bytes: number
  /** When the last of its appends stops waiting. */
  deadline: number
  sent: ReturnType<typeof Promise.withResolvers<void>>
}

export interface SenderOptions {
  partitions: number
  /** Bytes of JSON under way, from which on appends are refused. */
  bound: number
  /** Longest wait for an append, ms. */
  timeout: number
}

/**
 * Sends what is appended, one group of records at a time, to all leaders at once. What comes meanwhile shares the next
 * send, so a busy log makes large batches, and a quiet one waits for nothing. One at a time also keeps a visitor's order
 * when a send is tried again. A repeated send may write records twice; their ids tell.
 */
export class Sender {
  #waiting: Group[] = []
  #sending: Promise<void> | undefined
  #underWay = 0
  #notBefore = 0

  constructor(
    private readonly brokers: Pick<Brokers, "topic" | "leaders" | "send" | "refresh">,
    private readonly options: SenderOptions,
  ) {}

  /** Resolves when nothing is under way any more. */
  async drain(): Promise<void> {
    await this.#sending
  }

  async append(records: readonly Envelope[]): Promise<void> {
    if (records.length === 0) return
    const { bound, timeout } = this.options
    if (this.#underWay >= bound) {
      throw new LogFull(`${this.#underWay} bytes of events wait for Kafka, ${bound} may: send again later`)
    }
    const groups = new Set(written(records).map(record => this.#put(record)))
    for (const group of groups) group.deadline = performance.now() + timeout
    this.#sending ??= this.#send()
    const sent = Promise.all(Array.from(groups, group => group.sent.promise))
    await within(timeout, sent, `Kafka did not confirm the events within ${timeout} ms: send them again`)
  }

  #put({ envelope, line: value }: Written): Group {
    const key = partitionKey(envelope.event)
    const bytes = Buffer.byteLength(value)
    let group = this.#waiting.at(-1)
    if (!group || group.bytes + bytes > SEND_BYTES) {
      group = { records: new Map(), bytes: 0, deadline: 0, sent: Promise.withResolvers() }
      this.#waiting.push(group)
    }
    const partition = partitionOf(key, this.options.partitions)
    const record = { key, value }
    if (!group.records.get(partition)?.push(record)) group.records.set(partition, [record])
    group.bytes += bytes
    this.#underWay += bytes
    return group
  }

  async #send(): Promise<void> {
    // Lets the other calls of this very moment join the first group.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const early = this.#notBefore - performance.now()
      if (early > 0) await Bun.sleep(early)
      this.#notBefore = performance.now() + PACE
      const group = this.#waiting.shift()!
      try {
        await this.#insist(group)
        group.sent.resolve()
      } catch (error) {
        group.sent.reject(error)
      }
      this.#underWay -= group.bytes
    }
    this.#sending = undefined
  }

  /** Sends a group until every partition has confirmed, or nobody waits for it any more. */
  async #insist({ records, deadline }: Group): Promise<void> {
    const left = new Map(Array.from(records, ([partition, each]) => [partition, packBatch(each)]))
    let why = "others were before them"
    for (let pause = PAUSES.first; performance.now() < deadline; pause = Math.min(2 * pause, PAUSES.longest)) {
      why = await this.#try(left)
      if (left.size === 0) return
      await this.#refresh(deadline)
      await Bun.sleep(Math.min(pause, Math.max(0, deadline - performance.now())))
    }
    throw new Error(`Kafka did not take the events (${why}): send them again`)
  }

  /**
   * Sends batches to their leaders and takes out those that are confirmed.
   * @returns why there are others
   * @throws Error when trying again is of no use
   */
  async #try(batches: Map<number, Buffer>): Promise<string> {
    const { led, unled } = this.brokers.leaders(batches.keys())
    let why = `no broker leads partition ${unled.join(", ")}`
    const refusals: string[] = []
    const ask = async (leader: number, partitions: number[]): Promise<void> => {
      const share = new Map(partitions.map(partition => [partition, batches.get(partition)!]))
      const answers = await produce(this.brokers, leader, share)
      for (const partition of partitions) {
        const code = answers.get(partition)
        if (code === 0) batches.delete(partition)
        else if (code === undefined) why = `broker ${leader} says nothing of partition ${partition}`
        else {
          why = `partition ${partition}: ${errorName(code)}`
          if (!isRetriable(code)) refusals.push(why)
        }
      }
    }
    const asked = Array.from(led, ([leader, partitions]) =>
      ask(leader, partitions).catch(error => {
        why = error instanceof Error ? error.message : String(error)
      }),
    )
    await Promise.all(asked)
    if (refusals.length > 0) throw new Error(`Kafka refuses the events: ${refusals.join("; ")}`)
    return why
  }

  /** That no broker answers now is no reason to give up: the next try may find one. */
  async #refresh(deadline: number): Promise<void> {
    await within(Math.max(0, deadline - performance.now()), this.brokers.refresh(), "late").catch(() => {})
  }
}
