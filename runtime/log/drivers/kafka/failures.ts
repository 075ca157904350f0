import { KafkaJSError } from "kafkajs"

/** What brokers or their connections say, and what to do then; the first that fits. */
const REMEDIES: readonly [RegExp, string][] = [
  [
    /authentication failed|SASL/i,
    "the login is refused: see KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM",
  ],
  [
    /certificate|unable to verify|ERR_TLS|altnames/i,
    "their certificate is not trusted here: name the file (PEM) of whoever signed it in NODE_EXTRA_CA_CERTS",
  ],
  [
    /closed connection|ECONNRESET|socket hang up|disconnected/i,
    "they hang up: where they want TLS set KAFKA_SSL=true (where not, false), where they want a login KAFKA_SASL_*",
  ],
  [/AUTHORIZATION_FAILED|not authorized/i, "the login may not do this: docs/kafka.md lists the permissions it needs"],
  [/ENOTFOUND|EAI_AGAIN|getaddrinfo/, "there is no such host: see KAFKA_BOOTSTRAP_SERVERS"],
  [/./, "start them, see that they can be reached from here, and KAFKA_BOOTSTRAP_SERVERS"],
]

/** What an operator does about brokers that cannot be used, with what was said in brackets. */
export function remedyOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return `${REMEDIES.find(([pattern]) => pattern.test(said))![1]} (${said})`
}

/** Failures of kafkajs with a remedy; other errors stay as they are. */
export function plain(error: unknown, brokers: readonly string[]): unknown {
  if (!(error instanceof KafkaJSError)) return error
  return new Error(`Kafka at ${brokers.join(", ")} cannot be used; ${remedyOf(error)}`, { cause: error })
}
