import { AssignerProtocol, type Broker, type Kafka, type Cluster as Typed } from "kafkajs"

/** A kind of request in one version. */
export interface Api {
  apiKey: number
  apiVersion: number
  apiName: string
  /** How long the broker asks to be left alone, ms, because of a quota: kafkajs then holds back what comes next. */
  throttle?(answer: Buffer): number
}

/** kafkajs' view of the brokers, with what it (2.2.4) has beyond its types. */
export type Cluster = Typed & {
  brokerPool: {
    brokers: Record<string, Connected>
    /** The one of the configured brokers that was connected to first. */
    seedBroker: Connected | undefined
    createBroker(options: unknown): Connected
    connectBroker(broker: Connected): Promise<unknown>
    findConnectedBroker(): Promise<Connected>
  }
}

/** A broker that kafkajs has connections to, or can make them. */
export interface Connected extends Omit<Broker, "metadata"> {
  nodeId: number | null
  connectionPool: { getConnectionByRequest(call: { request: Api }): Promise<Connection> }
}

/** One of the connections to a broker: fetches have one, everything else the other. */
export interface Connection {
  authenticate(): Promise<void>
  send<Decoded, Parsed>(call: {
    request: Api & { encode(): Promise<{ buf: Buffer; buffer: Buffer }> }
    response: { decode(answer: Buffer): Promise<Decoded>; parse(decoded: Decoded): Promise<Parsed> }
  }): Promise<Parsed>
}

/**
 * A view of the cluster with connections of its own. kafkajs hands it to partition assigners only.
 * @throws Error for another kafkajs than 2.2
 */
export function clusterOf(kafka: Kafka): Cluster {
  let found: Typed | undefined
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
  if (!found || !("brokerPool" in found)) {
    throw new Error("kafkajs made a consumer without its partition assigners: expected kafkajs 2.2")
  }
  return found as Cluster
}
