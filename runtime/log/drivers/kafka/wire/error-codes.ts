/** Kafka's names of error codes that answers to Produce, Fetch and Metadata carry; other codes are told by number. */
const NAMES: Readonly<Record<number, string>> = {
  [-1]: "UNKNOWN_SERVER_ERROR",
  1: "OFFSET_OUT_OF_RANGE",
  2: "CORRUPT_MESSAGE",
  3: "UNKNOWN_TOPIC_OR_PARTITION",
  5: "LEADER_NOT_AVAILABLE",
  6: "NOT_LEADER_OR_FOLLOWER",
  7: "REQUEST_TIMED_OUT",
  8: "BROKER_NOT_AVAILABLE",
  9: "REPLICA_NOT_AVAILABLE",
  10: "MESSAGE_TOO_LARGE",
  13: "NETWORK_EXCEPTION",
  17: "INVALID_TOPIC_EXCEPTION",
  18: "RECORD_LIST_TOO_LARGE",
  19: "NOT_ENOUGH_REPLICAS",
  20: "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  21: "INVALID_REQUIRED_ACKS",
  29: "TOPIC_AUTHORIZATION_FAILED",
  31: "CLUSTER_AUTHORIZATION_FAILED",
  32: "INVALID_TIMESTAMP",
  35: "UNSUPPORTED_VERSION",
  42: "INVALID_REQUEST",
  43: "UNSUPPORTED_FOR_MESSAGE_FORMAT",
  44: "POLICY_VIOLATION",
  56: "KAFKA_STORAGE_ERROR",
  70: "FETCH_SESSION_ID_NOT_FOUND",
  71: "INVALID_FETCH_SESSION_EPOCH",
  74: "FENCED_LEADER_EPOCH",
  75: "UNKNOWN_LEADER_EPOCH",
  76: "UNSUPPORTED_COMPRESSION_TYPE",
  78: "OFFSET_NOT_AVAILABLE",
  87: "INVALID_RECORD",
  89: "THROTTLING_QUOTA_EXCEEDED",
  100: "UNKNOWN_TOPIC_ID",
  103: "INCONSISTENT_TOPIC_ID",
}

/** What passes by itself, mostly once the metadata is refreshed, as the protocol says. */
const RETRIABLE = new Set([2, 3, 5, 6, 7, 9, 13, 19, 20, 56, 70, 71, 74, 75, 78, 89, 100, 103])

export const UNKNOWN_TOPIC_OR_PARTITION = 3
export const OFFSET_OUT_OF_RANGE = 1
export const UNKNOWN_TOPIC_ID = 100
export const INCONSISTENT_TOPIC_ID = 103

/** The protocol's name of an error code, such as `NOT_LEADER_OR_FOLLOWER`. */
export function errorName(code: number): string {
  return NAMES[code] ?? `error code ${code}`
}

/** Whether the same request may succeed a moment later. */
export function isRetriable(code: number): boolean {
  return RETRIABLE.has(code)
}
