import type { Brokers } from "../brokers.ts"
import type { Api } from "../cluster.ts"
import type { AbortedTransaction } from "./aborted-transactions.ts"
import { Reader, Writer } from "./bytes.ts"
import { errorName } from "./error-codes.ts"

/** The first version that names a topic by its id: what it brings is never of one made anew under the same name. */
const FETCH: Api = {
  apiKey: 1,
  apiVersion: 13,
  apiName: "Fetch",
  throttle: answer => answer.readInt32BE(1),
}
/** Bytes of one answer; a first batch that is larger comes whole. */
const MAX_BYTES = 8 * 1024 * 1024

export interface FetchOptions {
  /** The topic's 16 bytes, or `TopicState.id`. */
  topicId: Uint8Array | string
  /** Where to read on, by partition. */
  offsets: ReadonlyMap<number, number>
  /** Longest wait of the broker for a first record, ms; less than `REQUEST_TIMEOUT`. */
  maxWait: number
  /** Bytes of one partition; a first batch that is larger comes whole. */
  partitionBytes: number
}

/** What there was of one partition. */
export interface Fetched {
  /** For `unpackBatches`; empty when there is nothing new. */
  records: Buffer
  /** Offset after the last record that every copy has. */
  highWatermark: number
  /** Transactions whose records lie in `records` and were aborted. */
  aborted: AbortedTransaction[]
}

/** Why there was nothing of a partition (`error-codes.ts`). */
export interface Unfetched {
  error: number
}

/**
 * Fetches from several partitions that one broker leads, at once: as soon as one has records, else after `maxWait`.
 * Records of open transactions are held back by the broker.
 * @returns by partition
 * @throws Error when the broker is away, hangs up or does not answer, or takes exception to the request as such
 */
export async function fetchBatches(
  brokers: Pick<Brokers, "send">,
  leader: number,
  options: FetchOptions,
): Promise<Map<number, Fetched | Unfetched>> {
  return readAnswer(await brokers.send(leader, FETCH, request(options)))
}

function request({ topicId, offsets, maxWait, partitionBytes }: FetchOptions): Buffer {
  const writer = new Writer(128 + 40 * offsets.size)
  writer.tags().int32(NO_REPLICA).int32(maxWait).int32(1).int32(MAX_BYTES).int8(READ_COMMITTED)
  writer.int32(NO_SESSION.id).int32(NO_SESSION.epoch)
  writer.uvarint(1 + 1).raw(typeof topicId === "string" ? bytesOf(topicId) : topicId)
  writer.uvarint(offsets.size + 1)
  for (const [partition, offset] of offsets) {
    writer.int32(partition).int32(UNKNOWN).int64(offset).int32(UNKNOWN).int64(UNKNOWN).int32(partitionBytes).tags()
  }
  const [noForgottenTopics, noRack] = [0 + 1, ""]
  return writer.tags().uvarint(noForgottenTopics).compactString(noRack).tags().take()
}

function readAnswer(answer: Buffer): Map<number, Fetched | Unfetched> {
  const reader = new Reader(answer)
  reader.tags()
  reader.skip(THROTTLE)
  const error = reader.int16()
  if (error !== 0) throw new Error(`Kafka refuses to be read: ${errorName(error)}`)
  reader.skip(SESSION_ID)
  const [topic] = reader.compactArray(() => {
    reader.skip(TOPIC_ID)
    const partitions = reader.compactArray(readPartition)
    reader.tags()
    return partitions
  })
  return new Map(topic)
}

function readPartition(reader: Reader): [partition: number, Fetched | Unfetched] {
  const partition = reader.int32()
  const error = reader.int16()
  const highWatermark = reader.int64()
  reader.skip(STABLE_OFFSET + START_OFFSET)
  const aborted = reader.compactArray(readAborted)
  reader.skip(PREFERRED_REPLICA)
  const records = reader.compactBytes()
  reader.tags()
  return [partition, error === 0 ? { records, highWatermark, aborted } : { error }]
}

function readAborted(reader: Reader): AbortedTransaction {
  const aborted = { producerId: reader.int64(), firstOffset: reader.int64() }
  reader.tags()
  return aborted
}

/** `TopicState.id` is the cluster's id, a slash, and the topic's in base64url. */
function bytesOf(topicId: string): Buffer {
  const bytes = Buffer.from(topicId.slice(topicId.lastIndexOf("/") + 1), "base64url")
  if (bytes.length !== TOPIC_ID) throw new Error(`no topic id: expected ${TOPIC_ID} bytes in base64url, got ${topicId}`)
  return bytes
}

const NO_REPLICA = -1
const NO_SESSION = { id: 0, epoch: -1 }
const READ_COMMITTED = 1
/** Leader epochs and the log's start, which only followers know. */
const UNKNOWN = -1
const THROTTLE = 4
const SESSION_ID = 4
const TOPIC_ID = 16
const [STABLE_OFFSET, START_OFFSET, PREFERRED_REPLICA] = [8, 8, 4]
