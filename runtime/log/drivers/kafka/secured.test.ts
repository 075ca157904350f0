import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { readFile } from "node:fs/promises"
import { ensureJars } from "../../../../deploy/local/kafka/jars.ts"
import { emptyFolder, runCli } from "../../../cli/testing.ts"
import { failureOf } from "../../../store/testing/failure.ts"
import { type SecuredBroker, startSecuredBroker } from "../../../testing/secured-broker.ts"
import { collect, envelopes, ids, idsOf } from "../../testing/envelopes.ts"
import { type KafkaLogOptions, kafkaLog } from "../kafka.ts"

const jars = await ensureJars(console.error)
if ("missing" in jars && process.env.REQUIRE_ALL === "1") throw new Error(jars.missing)

describe.skipIf("missing" in jars)("brokers that speak TLS and want a login", () => {
  let broker: SecuredBroker
  let ssl: { ca: string }
  beforeAll(async () => {
    broker = await startSecuredBroker()
    ssl = { ca: await readFile(broker.certificate, "utf8") }
  }, 60_000)
  afterAll(() => broker?.stop())

  const connections = (): [string, KafkaLogOptions][] => [
    ["TLS", { brokers: [broker.tls], ssl }],
    ...(["plain", "scram-sha-256", "scram-sha-512"] as const).map((mechanism): [string, KafkaLogOptions] => [
      mechanism,
      { brokers: [broker.login], ssl, sasl: { mechanism, username: broker.username, password: broker.password } },
    ]),
  ]

  test.each(["TLS", "plain", "scram-sha-256", "scram-sha-512"])("by %s a log is made, written and read", async name => {
    const connection = new Map(connections()).get(name)!
    const log = await kafkaLog({ ...connection, topic: `by-${name}`, partitions: 1 })
    await log.append(envelopes(10))
    expect(idsOf(await collect(log, 10))).toEqual(ids("e", 0, 10))
    await log.close()
  })

  test("what stands in the way is told with what to do about it", async () => {
    const wrong = { mechanism: "scram-sha-512" as const, username: broker.username, password: "open barley" }
    const told = async (options: KafkaLogOptions) => (await failureOf(kafkaLog(options)))?.message
    expect(await told({ brokers: [broker.tls], ssl: true })).toContain("NODE_EXTRA_CA_CERTS")
    expect(await told({ brokers: [broker.login], ssl, sasl: wrong })).toContain("see KAFKA_SASL_USERNAME")
    expect(await told({ brokers: [broker.login], ssl })).toContain("where they want a login KAFKA_SASL_*")
    expect(await told({ brokers: [broker.tls] })).toContain("where they want TLS set KAFKA_SSL=true")
    expect(await told({ brokers: ["127.0.0.1:9"] })).toContain("see that they can be reached from here")
  })

  test("settings name it all: the doctor logs in by them, and says nothing else", async () => {
    const env = {
      KAFKA_BOOTSTRAP_SERVERS: broker.login,
      KAFKA_SSL: "true",
      KAFKA_SASL_MECHANISM: "scram-sha-256",
      KAFKA_SASL_USERNAME: broker.username,
      KAFKA_SASL_PASSWORD: broker.password,
      NODE_EXTRA_CA_CERTS: broker.certificate,
      KAFKA_TOPIC: "by-TLS",
      KAFKA_PARTITIONS: "1",
      PORT: "0",
    }
    const { code, stdout, stderr } = await runCli(["doctor"], { cwd: emptyFolder(), env })
    expect(stdout).toContain("Kafka, 1 broker; by-TLS has 1 partition")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  })
})
