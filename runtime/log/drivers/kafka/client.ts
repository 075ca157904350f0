import { CompressionCodecs, CompressionTypes, Kafka, type KafkaConfig, logLevel, type SASLOptions } from "kafkajs"
import "./idle-queue.ts"

/** How to reach the brokers. */
export interface ConnectionOptions {
  /** `host:port` of some brokers; they tell of the others. */
  brokers: readonly string[]
  /** TLS with the system's certificates, or with these. */
  ssl?: KafkaConfig["ssl"]
  sasl?: SASLOptions
  /** What the brokers' logs call this process; default `shopstream`. */
  clientId?: string
}

/** Longest wait for one answer of a broker, ms; less than the group's session, so that a silent broker is noticed first. */
export const REQUEST_TIMEOUT = 5_000

// Zstandard comes with Bun, packs tighter than gzip and costs a fifth of its processor time; kafkajs leaves it to us.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async ({ buffer }: { buffer: Buffer }) => Bun.zstdCompressSync(new Uint8Array(buffer), { level: 1 }),
  decompress: async (buffer: Buffer) => Buffer.from(Bun.zstdDecompressSync(new Uint8Array(buffer))),
})

/** A client that tries again a few times and then says what was wrong, instead of writing it to the console. */
export function kafkaClient({ brokers, ssl, sasl, clientId = "shopstream" }: ConnectionOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_TIMEOUT,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
  })
}
