import { Reader, Writer } from "./bytes.ts"

/** What a broker knows of the cluster and of one topic. */
export interface Metadata {
  clusterId: string
  controllerId: number
  brokers: { nodeId: number; host: string; port: number; rack: string | null }[]
  topic: {
    /** 0, or why the rest is empty. */
    error: number
    /** 16 bytes; a topic that was deleted and made anew has another id. */
    id: Buffer
    /** By partition: the node id of its leader, −1 where it has none. */
    leaders: number[]
  }
}

/** The first version of the Metadata request that tells a topic's id and that every broker since Kafka 3.1 speaks. */
export const METADATA = { apiKey: 3, apiVersion: 12, apiName: "Metadata" }

/** Asks for one topic by its name, which is not made when missing. */
export function metadataRequest(topic: string): Buffer {
  const [makeIt, tellWhatIsAllowed] = [0, 0]
  const writer = new Writer().tags().uvarint(2).raw(NO_ID).compactString(topic).tags()
  return writer.int8(makeIt).int8(tellWhatIsAllowed).tags().take()
}

/** @param answer to `metadataRequest` */
export function readMetadata(answer: Buffer): Metadata {
  const reader = new Reader(answer)
  reader.tags()
  reader.skip(THROTTLE)
  const brokers = reader.compactArray(readBroker)
  const clusterId = reader.compactString()
  const controllerId = reader.int32()
  const [topic] = reader.compactArray(readTopic)
  if (!topic) throw new Error("Kafka's metadata names no topic: expected the one that was asked for")
  return { clusterId, controllerId, brokers, topic }
}

function readBroker(reader: Reader): Metadata["brokers"][number] {
  const broker = { nodeId: reader.int32(), host: reader.compactString(), port: reader.int32() }
  const rack = reader.compactString() || null
  reader.tags()
  return { ...broker, rack }
}

function readTopic(reader: Reader): Metadata["topic"] {
  const error = reader.int16()
  reader.compactString()
  const id = Buffer.from(reader.raw(NO_ID.length))
  reader.skip(IS_INTERNAL)
  const leaders: number[] = []
  for (const { partition, leader } of reader.compactArray(readPartition)) leaders[partition] = leader
  reader.skip(ALLOWED_OPERATIONS)
  reader.tags()
  return { error, id, leaders }
}

function readPartition(reader: Reader): { partition: number; leader: number } {
  reader.skip(ERROR)
  const read = { partition: reader.int32(), leader: reader.int32() }
  reader.skip(LEADER_EPOCH)
  for (const _ of ["replicas", "those in sync", "those offline"]) reader.compactArray(each => each.int32())
  reader.tags()
  return read
}

const NO_ID = Buffer.alloc(16)
const THROTTLE = 4
const IS_INTERNAL = 1
const ALLOWED_OPERATIONS = 4
const ERROR = 2
const LEADER_EPOCH = 4
