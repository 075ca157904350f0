import { type Batch, LogGap, type Offset } from "../../log.ts"
import type { Brokers } from "./brokers.ts"
import { Intake } from "./intake.ts"
import type { Topic } from "./topic.ts"
import {
  errorName,
  INCONSISTENT_TOPIC_ID,
  isRetriable,
  OFFSET_OUT_OF_RANGE,
  UNKNOWN_TOPIC_ID,
} from "./wire/error-codes.ts"
import { type Fetched, fetchBatches, type Unfetched } from "./wire/fetch.ts"
import { unpackBatches } from "./wire/record-batch.ts"

/** Longest wait of a broker for a first record, ms. */
const MAX_WAIT = 500
const PARTITION_BYTES = 256 * 1024
/** A partition whose leader moves, a broker that is away: tried again after a pause, and told of when it lasts; ms. */
const AGAIN = { pause: 100, patience: 10_000 }

/**
 * Reads partitions, each from where it was placed. Records are asked for when somebody wants them and not before, so
 * that what is handed out is what is there at that moment; a fetch names the topic by its id, so that what it brings is
 * never of one made anew under the same name.
 */
export class Reader {
  readonly #intakes = new Map<number, Intake>()
  /** Fetches under way, by the broker that was asked. */
  readonly #asking = new Map<number, Promise<void>>()
  #failure: unknown
  /** Since when nothing could be fetched. */
  #badSince: number | undefined

  constructor(
    private readonly brokers: Pick<Brokers, "leaders" | "send" | "refresh">,
    private readonly topic: Pick<Topic, "id" | "state" | "confirm">,
  ) {}

  get partitions(): number[] {
    return [...this.#intakes.keys()]
  }

  place(positions: ReadonlyMap<number, Offset>): void {
    for (const [partition, offset] of positions) this.#intakes.set(partition, new Intake(offset))
  }

  /** Reads nothing any more until partitions are placed again; what is still under way is not taken. */
  clear(): void {
    this.#intakes.clear()
    this.#failure = undefined
    this.#badSince = undefined
  }

  /**
   * Whatever is there of every partition, in batches; none where `news` came first, or the brokers had nothing for a while.
   * @param limit most records of all of them
   * @throws LogGap, LogReplaced, PartitionsChanged
   * @throws Error when brokers could not be read from for ten seconds, or refuse to be
   */
  async next(limit: number, news: Promise<unknown>): Promise<Omit<Batch, "log">[]> {
    const isHungry = [...this.#intakes].filter(([, { length }]) => length === 0)
    const isFed = isHungry.length < this.#intakes.size
    const asked = this.#ask(new Map(isHungry), isFed ? 0 : MAX_WAIT)
    // Where there is something already, nobody waits for more than what the others have at hand.
    await (isFed ? Promise.all(asked) : Promise.race([...this.#asking.values(), news]))
    if (this.#failure !== undefined) throw this.#failure
    const full = [...this.#intakes].filter(([, { length }]) => length > 0)
    const each = Math.max(1, Math.floor(limit / full.length))
    return full.map(([partition, intake]) => ({ partition, ...intake.take(each) }))
  }

  /** Asks each leader that is not being asked already. @returns the fetches that it began */
  #ask(hungry: ReadonlyMap<number, Intake>, maxWait: number): Promise<void>[] {
    const { led, unled } = this.brokers.leaders(hungry.keys())
    const shares = new Map<number, number[]>([...led, ...(unled.length > 0 ? [[NOBODY, unled] as const] : [])])
    return [...shares].flatMap(([leader, partitions]) => {
      if (this.#asking.has(leader)) return []
      const share = new Map(partitions.map(partition => [partition, hungry.get(partition)!]))
      const asking = this.#fetch(leader, share, maxWait)
        .catch(error => {
          if (this.#isWanted(share)) this.#failure ??= error
        })
        .finally(() => this.#asking.delete(leader))
      this.#asking.set(leader, asking)
      return [asking]
    })
  }

  async #fetch(leader: number, share: ReadonlyMap<number, Intake>, maxWait: number): Promise<void> {
    if (leader === NOBODY)
      return this.#again(share, new Error(`no broker leads partition ${[...share.keys()].join(", ")}`))
    const offsets = new Map(Array.from(share, ([partition, { end }]) => [partition, end]))
    let answers: Map<number, Fetched | Unfetched>
    try {
      const how = { topicId: this.topic.id, maxWait, partitionBytes: PARTITION_BYTES }
      answers = await fetchBatches(this.brokers, leader, { ...how, offsets })
    } catch (error) {
      return this.#again(share, error)
    }
    let passing: Error | undefined
    for (const [partition, intake] of share) {
      // Placed anew meanwhile, taken away, or another leader was quicker.
      if (this.#intakes.get(partition) !== intake || offsets.get(partition) !== intake.end) continue
      const answer = answers.get(partition)
      if (answer && !("error" in answer)) {
        const { records, next } = unpackBatches(answer.records, {
          partition,
          from: intake.end,
          aborted: answer.aborted,
        })
        intake.fill(records, next)
      } else if (answer) {
        await this.#look(partition, intake, answer.error)
        passing = new Error(`Kafka cannot be read from, partition ${partition}: ${errorName(answer.error)}`)
      }
    }
    if (passing) return this.#again(share, passing)
    this.#badSince = undefined
  }

  /** @throws what is behind an error, unless it passes */
  async #look(partition: number, { end }: Intake, code: number): Promise<void> {
    if (code === OFFSET_OUT_OF_RANGE) {
      const state = (await this.topic.state())[partition]
      if (state && (end < state.first || end > state.end)) {
        throw new LogGap(this.topic.id, partition, end, state.first, state.end)
      }
    } else if (code === UNKNOWN_TOPIC_ID || code === INCONSISTENT_TOPIC_ID) {
      await this.topic.confirm()
    } else if (!isRetriable(code)) {
      throw new Error(`Kafka refuses to be read, partition ${partition}: ${errorName(code)}`)
    }
  }

  /** Finds out who leads now, for the next fetch. @throws the error when it has been so for long */
  async #again(share: ReadonlyMap<number, Intake>, error: unknown): Promise<void> {
    if (!this.#isWanted(share)) return
    this.#badSince ??= performance.now()
    if (performance.now() - this.#badSince > AGAIN.patience) throw error
    await Bun.sleep(AGAIN.pause)
    await this.brokers.refresh().catch(() => {})
  }

  #isWanted(share: ReadonlyMap<number, Intake>): boolean {
    return [...share].some(([partition, intake]) => this.#intakes.get(partition) === intake)
  }
}

/** Stands for the leader of partitions that have none. */
const NOBODY = -1
