import type { Brokers } from "./brokers.ts"
import { errorName, UNKNOWN_TOPIC_OR_PARTITION } from "./wire/error-codes.ts"

/** A topic as the brokers know it now. */
export interface TopicState {
  /** Cluster and topic: a topic that was deleted and made anew has another id. */
  id: string
  partitions: number
}

/** Asks what a topic is. */
export class TopicWatch {
  #asking: Promise<unknown> | undefined
  #gathering: Promise<TopicState | undefined> | undefined

  constructor(private readonly brokers: Brokers) {}

  connect(): Promise<void> {
    return this.brokers.connect()
  }

  disconnect(): Promise<void> {
    return this.brokers.disconnect()
  }

  /** How the topic is at some moment after this call; undefined when there is none. */
  look(): Promise<TopicState | undefined> {
    // Calls share a request only while it is not sent: its answer may be older than a call that came later.
    this.#gathering ??= Promise.allSettled([this.#asking, thisMoment()]).then(() => {
      this.#asking = this.#gathering
      this.#gathering = undefined
      return this.#ask()
    })
    return this.#gathering
  }

  async #ask(): Promise<TopicState | undefined> {
    try {
      return await this.#send()
    } catch {
      // The broker asked may be gone: the others know who is left.
      await this.brokers.refresh()
      return this.#send()
    }
  }

  async #send(): Promise<TopicState | undefined> {
    const { clusterId, topic } = await this.brokers.metadata()
    if (topic.error === UNKNOWN_TOPIC_OR_PARTITION) return undefined
    if (topic.error !== 0) {
      throw new Error(`Kafka tells nothing of topic ${this.brokers.topic}: ${errorName(topic.error)}`)
    }
    return { id: `${clusterId}/${topic.id.toString("base64url")}`, partitions: topic.leaders.length }
  }
}

/** Resolves once everybody who wants to know at this very moment has asked. */
const thisMoment = (): Promise<unknown> => new Promise(resolve => setImmediate(resolve))
