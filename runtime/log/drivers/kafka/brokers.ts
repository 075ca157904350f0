import type { Kafka } from "kafkajs"
import { REQUEST_TIMEOUT } from "./client.ts"
import { type Api, type Cluster, type Connected, type Connection, clusterOf } from "./cluster.ts"
import { METADATA, type Metadata, metadataRequest, readMetadata } from "./wire/metadata.ts"
import { within } from "./within.ts"

/**
 * Sends requests that are written here over kafkajs' connections, with their encryption and login, and knows which broker
 * leads a partition. A broker that hangs up or does not answer in time is connected to anew.
 */
export class Brokers {
  readonly #cluster: Cluster
  #leaders: readonly number[] = []

  constructor(
    kafka: Kafka,
    readonly topic: string,
  ) {
    this.#cluster = clusterOf(kafka)
    const { brokerPool } = this.#cluster
    const { createBroker } = brokerPool
    // kafkajs learns of no broker while the topic is missing or one of its partitions has no leader; our request does.
    brokerPool.createBroker = options => {
      const broker = createBroker(options)
      return Object.assign(broker, { metadata: () => this.#ask(broker) })
    }
  }

  /** @throws Error when none of the configured brokers answers, or the login is refused */
  async connect(): Promise<void> {
    await this.#cluster.connect()
    await this.refresh()
  }

  disconnect(): Promise<void> {
    return this.#cluster.disconnect()
  }

  /** Asks one broker what it knows at some moment after this call. @throws Error when that one does not answer */
  async metadata(): Promise<Metadata> {
    const { brokerPool } = this.#cluster
    // The same one as long as it is there: what one knows already, another may not know yet.
    const connected = Object.values(brokerPool.brokers).find(each => each.isConnected())
    return this.#ask(connected ?? (await brokerPool.findConnectedBroker()))
  }

  /** Finds out who the brokers are now, and who leads what. @throws Error when none answers */
  async refresh(): Promise<void> {
    const ask = async (): Promise<void> => {
      if (!this.#cluster.isConnected()) await this.#cluster.connect()
      await this.#cluster.refreshMetadata()
    }
    // The one that was asked may just have gone, and is not asked a second time.
    await ask().catch(ask)
  }

  /** Partitions by the node id of their leader, and those that have none, as of the last `metadata` or `refresh`. */
  leaders(partitions: Iterable<number>): { led: Map<number, number[]>; unled: number[] } {
    const led = new Map<number, number[]>()
    const unled: number[] = []
    for (const partition of partitions) {
      const leader = this.#leaders[partition] ?? NO_LEADER
      if (leader === NO_LEADER) unled.push(partition)
      else if (!led.get(leader)?.push(partition)) led.set(leader, [partition])
    }
    return { led, unled }
  }

  /**
   * Sends a request to one broker. Fetches have a connection of their own, so a long one holds up nothing else.
   * @param body what follows the request header; of a flexible version, from the header's tags on
   * @returns what follows the answer's correlation id; of a flexible version, from the header's tags on
   * @throws Error when there is no such broker, it cannot be reached, hangs up, or answers nothing for `REQUEST_TIMEOUT`
   */
  async send(nodeId: number, api: Api, body: Buffer): Promise<Buffer> {
    const broker = this.#cluster.brokerPool.brokers[nodeId]
    if (!broker) throw new Error(`Kafka broker ${nodeId} is not known here: the metadata may be old`)
    return this.#send(broker, api, body)
  }

  async #ask(broker: Connected): Promise<Metadata & { topicMetadata: [] }> {
    const metadata = readMetadata(await this.#send(broker, METADATA, metadataRequest(this.topic)))
    this.#leaders = metadata.topic.leaders
    return { ...metadata, topicMetadata: [] }
  }

  async #send(broker: Connected, api: Api, body: Buffer): Promise<Buffer> {
    try {
      const late = `Kafka broker ${broker.nodeId ?? ""} took longer than ${REQUEST_TIMEOUT} ms to connect and to log in`
      const connection = await within(REQUEST_TIMEOUT, this.#connection(broker, api), late)
      return await connection.send({
        request: { ...api, encode: async () => ({ buf: body, buffer: body }) },
        response: {
          decode: async answer => ({ answer, clientSideThrottleTime: api.throttle?.(answer) ?? 0 }),
          parse: async ({ answer }) => answer,
        },
      })
    } catch (error) {
      this.#drop(broker)
      throw error
    }
  }

  async #connection(broker: Connected, api: Api): Promise<Connection> {
    await this.#cluster.brokerPool.connectBroker(broker)
    const connection = await broker.connectionPool.getConnectionByRequest({ request: api })
    await connection.authenticate()
    return connection
  }

  /** A connection of kafkajs' (2.2.4) that ended within an answer would read the next answers from that middle on. */
  #drop(broker: Connected): void {
    const { brokerPool } = this.#cluster
    for (const [nodeId, each] of Object.entries(brokerPool.brokers)) {
      if (each === broker) delete brokerPool.brokers[nodeId]
    }
    if (brokerPool.seedBroker === broker) brokerPool.seedBroker = Object.values(brokerPool.brokers)[0]
    void broker.disconnect().catch(() => {})
  }
}

const NO_LEADER = -1
