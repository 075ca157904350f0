import { AssignerProtocol, type Broker, type Cluster, type Kafka } from "kafkajs"

/** A topic as the brokers know it now. */
export interface TopicState {
  /** Cluster and topic: a topic that was deleted and made anew has another id. */
  id: string
  partitions: number
}

/** The first version of the Metadata request that tells a topic's id and that every broker since Kafka 3.1 speaks. */
const METADATA = { apiKey: 3, apiVersion: 12, apiName: "Metadata" }
const UNKNOWN_TOPIC = 3

/**
 * Asks what a topic is. kafkajs speaks a Metadata version from before topics had ids, so the request is written here and
 * sent over kafkajs' own connections, with their encryption and login.
 */
export class TopicWatch {
  readonly #cluster: Cluster
  readonly #topic: string
  #asking: Promise<unknown> | undefined
  #gathering: Promise<TopicState | undefined> | undefined

  constructor(kafka: Kafka, topic: string) {
    this.#topic = topic
    this.#cluster = clusterOf(kafka)
  }

  connect(): Promise<void> {
    return this.#cluster.connect()
  }

  disconnect(): Promise<void> {
    return this.#cluster.disconnect()
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
      if (!this.#cluster.isConnected()) await this.#cluster.connect()
      await this.#cluster.refreshMetadata()
      return this.#send()
    }
  }

  async #send(): Promise<TopicState | undefined> {
    const [nodeId] = this.#cluster.getNodeIds()
    if (nodeId === undefined) throw new Error(`no Kafka broker answers: expected one of the configured brokers`)
    const broker: Broker & Partial<Connected> = await this.#cluster.findBroker({ nodeId: String(nodeId) })
    const body = requestBody(this.#topic)
    return broker.connectionPool!.send({
      request: { ...METADATA, encode: async () => ({ buf: body, buffer: body }) },
      response: { decode: async answer => answer, parse: async answer => readResponse(answer, this.#topic) },
    })
  }
}

/** Resolves once everybody who wants to know at this very moment has asked. */
const thisMoment = (): Promise<unknown> => new Promise(resolve => setImmediate(resolve))

/** What a kafkajs broker has beyond its types. */
interface Connected {
  connectionPool: {
    send<T>(call: {
      request: typeof METADATA & { encode(): Promise<{ buf: Buffer; buffer: Buffer }> }
      response: { decode(answer: Buffer): Promise<Buffer>; parse(answer: Buffer): Promise<T> }
    }): Promise<T>
  }
}

/** kafkajs hands its view of the cluster to partition assigners only. */
function clusterOf(kafka: Kafka): Cluster {
  let found: Cluster | undefined
  kafka.consumer({
    groupId: "never-joined",
    partitionAssigners: [
      ({ cluster }) => {
        found = cluster
        const metadata = AssignerProtocol.MemberMetadata.encode({ version: 0, topics: [], userData: Buffer.alloc(0) })
        return { name: "none", version: 0, assign: async () => [], protocol: () => ({ name: "none", metadata }) }
      },
    ],
  })
  if (!found) throw new Error("kafkajs made a consumer without its partition assigners: expected kafkajs 2.2")
  return found
}

/** Request header's tags, one topic by name with no id, no auto-creation, no authorised operations, tags. */
function requestBody(topic: string): Buffer {
  const name = Buffer.from(topic)
  return Buffer.concat([
    Buffer.from([0, 2]),
    Buffer.alloc(16),
    varint(name.length + 1),
    name,
    Buffer.from([0, 0, 0, 0]),
  ])
}

function readResponse(answer: Buffer, topic: string): TopicState | undefined {
  let at = 1 + 4
  const int = (bytes: number): number => {
    at += bytes
    return answer.readIntBE(at - bytes, bytes)
  }
  const length = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = answer[at++]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value - 1
    }
  }
  const text = (): string => {
    const bytes = Math.max(0, length())
    at += bytes
    return answer.toString("utf8", at - bytes, at)
  }
  for (let brokers = length(); brokers > 0; brokers--) {
    int(4)
    text()
    int(4)
    text()
    int(1)
  }
  const cluster = text()
  int(4)
  length()
  const error = int(2)
  if (error === UNKNOWN_TOPIC) return undefined
  if (error !== 0) throw new Error(`Kafka tells nothing of topic ${topic}: expected error code 0, got ${error}`)
  text()
  const id = answer.subarray(at, at + 16).toString("base64url")
  at += 16 + 1
  return { id: `${cluster}/${id}`, partitions: length() }
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}
