import type { Brokers } from "../brokers.ts"
import type { Api } from "../cluster.ts"
import { Reader, Writer } from "./bytes.ts"

/** Version 7 is the first that takes Zstandard, and the last but one before the protocol became flexible. */
const PRODUCE: Api = {
  apiKey: 0,
  apiVersion: 7,
  apiName: "Produce",
  throttle: answer => answer.readInt32BE(answer.length - THROTTLE),
}
/** Longest wait of a leader for its followers, ms: less than `REQUEST_TIMEOUT`, so that it can still tell of it. */
const COPIED_WITHIN = 4_000
const ALL_IN_SYNC = -1

/**
 * Sends one batch for each partition to the broker that leads them all.
 * @param batches by partition, as `packBatch` makes them
 * @returns by partition: 0 where the batch is durable, else an error code (`error-codes.ts`)
 * @throws Error when the broker is away, hangs up or does not answer: batches may or may not be in the log then
 */
export async function produce(
  brokers: Pick<Brokers, "topic" | "send">,
  leader: number,
  batches: ReadonlyMap<number, Buffer>,
): Promise<Map<number, number>> {
  return readAnswer(await brokers.send(leader, PRODUCE, request(brokers.topic, batches)))
}

function request(topic: string, batches: ReadonlyMap<number, Buffer>): Buffer {
  let size = 64 + Buffer.byteLength(topic)
  for (const batch of batches.values()) size += 8 + batch.length
  const writer = new Writer(size)
  writer.int16(NO_TRANSACTION).int16(ALL_IN_SYNC).int32(COPIED_WITHIN)
  writer.int32(1).string(topic).int32(batches.size)
  for (const [partition, batch] of batches) writer.int32(partition).int32(batch.length).raw(batch)
  return writer.take()
}

function readAnswer(answer: Buffer): Map<number, number> {
  const [topic] = new Reader(answer).array(reader => {
    reader.string()
    return reader.array(readPartition)
  })
  return new Map(topic)
}

function readPartition(reader: Reader): [partition: number, error: number] {
  const partition = reader.int32()
  const error = reader.int16()
  reader.skip(BASE_OFFSET + APPEND_TIME + START_OFFSET)
  return [partition, error]
}

const NO_TRANSACTION = -1
const THROTTLE = 4
const [BASE_OFFSET, APPEND_TIME, START_OFFSET] = [8, 8, 8]
