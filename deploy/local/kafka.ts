/**
 * A real Kafka broker without Docker: one node in KRaft mode, on loopback, from Maven's artifacts.
 *
 *   bun deploy/local/kafka.ts [--data DIR] [--port 9092]
 *
 * Without `--data` everything it holds goes when it ends.
 */
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { type BrokerOptions, type LocalKafka, startBroker } from "./kafka/broker.ts"
import { startCluster } from "./kafka/cluster.ts"
import { ensureJars, KAFKA_VERSION } from "./kafka/jars.ts"

export type { LocalKafka }

const tell = (line: string): void => console.error(line)

/**
 * A running broker, ready for requests.
 * @throws Error when Java or Maven is missing, or the broker does not start: the message says what to do
 */
export async function startKafka(options: Omit<BrokerOptions, "jars"> = {}): Promise<LocalKafka> {
  const jars = await ensureJars(tell)
  if ("missing" in jars) throw new Error(jars.missing)
  return startBroker({ ...options, jars: jars.folder })
}

/** Brokers that copy each other's partitions. @throws Error as `startKafka` does */
export async function startKafkaCluster(nodes: number): Promise<LocalKafka[]> {
  const jars = await ensureJars(tell)
  if ("missing" in jars) throw new Error(jars.missing)
  return startCluster(jars.folder, nodes)
}

/** A running broker for tests. @returns it, or why there is none and what to do */
export async function ensureKafka(say: (line: string) => void): Promise<{ kafka: LocalKafka } | { missing: string }> {
  const jars = await ensureJars(say)
  if ("missing" in jars) return jars
  return { kafka: await startBroker({ jars: jars.folder }) }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { data: { type: "string" }, port: { type: "string", default: "9092" } } })
  tell(`Starting Kafka ${KAFKA_VERSION} …`)
  try {
    const data = values.data === undefined ? {} : { data: resolve(values.data) }
    const kafka = await startKafka({ ...data, port: Number(values.port) })
    tell(`Kafka is ready: KAFKA_BOOTSTRAP_SERVERS=${kafka.bootstrap}`)
    tell(data.data === undefined ? "Its events go when it ends. Ctrl-C ends it." : "Ctrl-C ends it.")
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, async () => {
        tell("Stopping Kafka …")
        await kafka.stop()
        process.exit(0)
      })
    }
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
}
