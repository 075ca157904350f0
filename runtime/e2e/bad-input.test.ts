import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { gzipSync } from "node:zlib"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { event, post, purchase } from "./testing/backend.ts"
import { numbers } from "./testing/numbers.ts"
import { rawEvents } from "./testing/raw-events.ts"
import { becomes } from "./testing/until.ts"

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const MIB = 1024 * 1024

let server: ServerUnderTest
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.dispose())

const json = (value: unknown): string => JSON.stringify(value)
const nested = (levels: number): unknown => (levels === 0 ? 0 : { deeper: nested(levels - 1) })
const later = (ms: number): string => new Date(Date.now() + ms).toISOString()
const views = (count: number) => Array.from({ length: count }, () => event({ event_type: "page_view" }))
const padded = (bytes: number) => event({ event_type: "page_view", properties: { padding: "x".repeat(bytes) } })

describe("a request is refused as a whole when its body", () => {
  test.each<[string, () => BodyInit, Record<string, string>, number, string]>([
    ["was cut off", () => '{"events":[', {}, 400, "malformed_json"],
    ["is empty", () => "", {}, 400, "malformed_json"],
    ["is another kind of JSON", () => "42", {}, 400, "bad_request"],
    ["has no list of events", () => json({ events: {} }), {}, 400, "bad_request"],
    ["has a sent_at that is no time", () => json({ sent_at: "now", events: views(1) }), {}, 400, "bad_request"],
    ["holds no event", () => "[]", {}, 400, "nothing_accepted"],
    ["is larger than 1 MiB", () => " ".repeat(MIB + 1), {}, 413, "too_large"],
    [
      "unpacks to more than 1 MiB",
      () => gzipSync(" ".repeat(64 * MIB)),
      { "content-encoding": "gzip" },
      413,
      "too_large",
    ],
    ["holds more than 1,000 events", () => json(views(1001)), {}, 413, "too_many_events"],
    ["is nested like a trap", () => "[".repeat(100_000), {}, 413, "too_deep"],
  ])("%s", async (_, body, headers, status, code) => {
    const answer = await post(server, body(), headers)
    expect([answer.status, answer.success, answer.error?.code]).toEqual([status, false, code])
  })
})

describe("a request is refused when its key", () => {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  test.each<[string, () => Record<string, string>, number, string]>([
    ["is missing", () => ({ authorization: "" }), 401, "missing_key"],
    ["is unknown", () => bearer("wk_0000000000000000000000000000"), 401, "unknown_key"],
    ["may only read", () => bearer(server.keys.read), 403, "wrong_key_kind"],
  ])("%s", async (_, headers, status, code) => {
    const answer = await post(server, json(views(1)), headers())
    expect([answer.status, answer.error?.code]).toEqual([status, code])
  })

  test("was revoked by the command line a moment ago", async () => {
    const { key } = JSON.parse(await server.cli("keys", "create", "--shop", "demo", "--kind", "ingest", "--json"))
    const codeOfEmptyBatch = async () => (await post(server, "[]", bearer(key))).error?.code
    expect(await codeOfEmptyBatch()).toBe("nothing_accepted")
    await server.cli("keys", "revoke", key)
    await becomes(codeOfEmptyBatch, "revoked_key")
  })
})

/** One of each kind of bad event, and the code of its verdict. */
const BAD: [string, () => unknown, string][] = [
  ["no object", () => "purchase", "invalid_event"],
  ["null", () => null, "invalid_event"],
  ["without an id", () => ({ ...purchase(1), event_id: undefined }), "missing_event_id"],
  ["with a long id", () => ({ ...purchase(1), event_id: "x".repeat(65) }), "invalid_event_id"],
  ["without a type", () => ({ ...purchase(1), event_type: undefined }), "invalid_event_type"],
  ["of a type that is no name", () => ({ ...purchase(1), event_type: "Purchase!" }), "invalid_event_type"],
  ["with a number for a visitor", () => ({ ...purchase(1), user_id: 5 }), "invalid_field"],
  ["with a text for an amount", () => ({ ...purchase(1), total_amount: "ten" }), "invalid_field"],
  ["with a negative amount", () => purchase(-1), "invalid_amount"],
  ["without an amount", () => ({ ...purchase(1), total_amount: undefined }), "missing_amount"],
  ["of nobody", () => ({ ...views(1)[0], user_id: undefined }), "missing_visitor"],
  ["at no time", () => ({ ...purchase(1), timestamp: undefined }), "invalid_timestamp"],
  ["at a time without a zone", () => ({ ...purchase(1), timestamp: "2025-01-03 10:30" }), "invalid_timestamp"],
  ["of the future", () => ({ ...purchase(1), timestamp: later(6 * MINUTE) }), "in_future"],
  ["of ancient times", () => ({ ...purchase(1), timestamp: later(-7 * DAY - MINUTE) }), "too_old"],
  ["of more than 32 KiB", () => padded(32 * 1024), "event_too_large"],
  ["of more than 8 levels", () => ({ ...purchase(1), nested: nested(8) }), "event_too_deep"],
]

describe("an event alone is refused with its verdict when it is", () => {
  test.each(BAD)("%s", async (_, make, code) => {
    const answer = await post(server, json([make()]))
    expect(answer.status).toBe(code.startsWith("event_too_") ? 413 : 400)
    expect(answer.data).toEqual({ accepted: 0, rejected: [expect.objectContaining({ index: 0, code })] })
  })
})

test("good events between bad ones are taken and counted, each bad one has its verdict", async () => {
  const batch = [purchase(10), ...BAD.flatMap(([, make]) => [make(), purchase(10)])]
  const answer = await post(server, json(batch))
  expect([answer.status, answer.data?.accepted]).toEqual([202, BAD.length + 1])
  expect(answer.data?.rejected.map(({ index, code }) => [index, code])).toEqual(
    BAD.map(([, , code], i) => [2 * i + 1, code]),
  )
  await becomes(() => numbers(server, "orders", "revenue"), {
    orders: BAD.length + 1,
    revenue: 10 * (BAD.length + 1),
  })
})

test("unknown fields are ignored, and an address is never stored", async () => {
  const odd = { ...purchase(1), colour: "blue", location: { country: "DE", ip: "203.0.113.7" } }
  expect((await post(server, json([odd]))).status).toBe(202)
  const stored = () => rawEvents(server).find(({ event_id }) => event_id === odd.event_id)
  await becomes(() => stored()?.location, { country: "DE" })
  expect(json(stored())).not.toMatch(/colour|203\.0\.113\.7/)
})

test("after all that the same process is up, holds nothing but the good events, and drains in peace", async () => {
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  expect(await server.drain()).toBe(0)
  expect(rawEvents(server)).toHaveLength(BAD.length + 2)
})
