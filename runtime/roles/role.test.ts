import { expect, test } from "bun:test"
import type { ConfigError, KafkaSettings } from "../config.ts"
import { assertPossible, ROLES, type Role } from "./role.ts"

const kafka: KafkaSettings = { brokers: ["kafka:9092"], topic: "t", partitions: 3, retentionHours: 168, ssl: false }
const databaseUrl = "postgres://me@db/shop"

function refusal(role: Role, config: Parameters<typeof assertPossible>[1]): readonly string[] {
  try {
    assertPossible(role, config)
    return []
  } catch (error) {
    return (error as ConfigError).problems
  }
}

test("everything in one process needs nothing to be installed, and may have any mix of ends", () => {
  for (const ends of [{ databaseUrl: "" }, { databaseUrl }, { kafka, databaseUrl: "" }, { kafka, databaseUrl }]) {
    expect(refusal("all", ends)).toEqual([])
  }
})

test("every role runs on Kafka and PostgreSQL", () => {
  for (const role of ROLES) expect(refusal(role, { kafka, databaseUrl })).toEqual([])
})

test("a role of its own on what is embedded is refused by one line that says what to set", () => {
  expect(refusal("worker", { databaseUrl: "" })).toEqual([
    "--role worker: expected KAFKA_BOOTSTRAP_SERVERS and DATABASE_URL to be set, because what is embedded lives in one process; set them, or start with --role all",
  ])
  expect(refusal("collector", { databaseUrl })[0]).toContain("expected KAFKA_BOOTSTRAP_SERVERS to be set")
  expect(refusal("api", { databaseUrl: "" })[0]).toContain("expected DATABASE_URL to be set")
})

test("an API node may be added to a process with an embedded log", () => {
  expect(refusal("api", { databaseUrl })).toEqual([])
})
