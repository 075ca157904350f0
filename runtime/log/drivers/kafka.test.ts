import { afterAll } from "bun:test"
import { endTestKafka, testKafka } from "../../testing/kafka.ts"
import { logConformance } from "../testing/conformance.ts"
import { openTopic } from "./kafka/testing.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

if ("bootstrap" in kafka) {
  logConformance("Kafka log", options => openTopic(kafka.bootstrap, options), {
    trim: "the topic's retention forgets, and it may have other readers",
  })
}
