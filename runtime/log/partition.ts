import type { ShopEvent } from "../../sdk/event.ts"

/** Whose order an event belongs to: all events with the same key share a partition, and so keep their order. */
export function partitionKey(event: ShopEvent): string {
  return event.user_id || event.session_id || event.order_id || event.event_id
}

/** The partition of a key, the one Kafka's default partitioner picks: producers in any language agree with it. */
export function partitionOf(key: string, partitions: number): number {
  if (partitions === 1) return 0
  return (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions
}

/** MurmurHash2 with Kafka's seed, as a signed 32-bit number (`org.apache.kafka.common.utils.Utils.murmur2`). */
export function murmur2(data: Uint8Array): number {
  const { length } = data
  const whole = length & ~3
  let hash = SEED ^ length
  for (let i = 0; i < whole; i += 4) {
    let word = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24)
    word = Math.imul(word, M)
    word ^= word >>> 24
    hash = Math.imul(hash, M) ^ Math.imul(word, M)
  }
  if (length > whole) {
    for (let i = length - 1; i >= whole; i--) hash ^= data[i]! << (8 * (i - whole))
    hash = Math.imul(hash, M)
  }
  hash = Math.imul(hash ^ (hash >>> 13), M)
  return hash ^ (hash >>> 15)
}

const SEED = 0x9747b28c
const M = 0x5bd1e995
const utf8 = new TextEncoder()
