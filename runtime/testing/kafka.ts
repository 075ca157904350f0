import { test } from "bun:test"
import { ensureKafka, type LocalKafka } from "../../deploy/local/kafka.ts"

/** The broker of this `npm test` run, or one for this test file. */
export type TestKafka = { bootstrap: string } | { missing: string }

/**
 * A broker that tests share: `TEST_KAFKA` where the run has one, else one that ends with this process. Where there can be
 * none, the tests are skipped with the reason, or fail by it with `REQUIRE_ALL=1`.
 */
export async function testKafka(): Promise<TestKafka> {
  const { TEST_KAFKA, REQUIRE_ALL } = process.env
  if (TEST_KAFKA) return { bootstrap: TEST_KAFKA }
  const broker = await ensureKafka(console.error)
  if (!("missing" in broker)) {
    own = broker.kafka
    return broker.kafka
  }
  if (REQUIRE_ALL === "1") test("a Kafka broker can be started", () => Promise.reject(new Error(broker.missing)))
  else test.skip(`everything on a real Kafka broker (${broker.missing})`, () => {})
  return broker
}

let own: LocalKafka | undefined

/** Ends the broker, if this file had one of its own. */
export async function endTestKafka(): Promise<void> {
  await own?.stop()
  own = undefined
}
