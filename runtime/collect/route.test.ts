import { expect, test } from "bun:test"
import { gzipSync } from "node:zlib"
import fc from "fast-check"
import { memoryLog } from "../log/drivers/memory.ts"
import { LogFull } from "../log/log.ts"
import type { Tail } from "./receive.ts"
import { anEvent, fixedAccess, NOW, SHOP, startCollector } from "./testing/collector.ts"

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

test("202: good events are in the log before the answer, each bad one has its verdict", async () => {
  await using collector = startCollector()
  const { status, body } = await collector.sendEvents([
    anEvent({ event_id: "good" }),
    anEvent({ event_id: "bad", timestamp: "yesterday" }),
    "no event",
    anEvent({ event_id: "fine" }),
  ])
  expect(status).toBe(202)
  expect<unknown>(body).toEqual({
    success: true,
    data: {
      accepted: 2,
      rejected: [
        {
          index: 1,
          event_id: "bad",
          code: "invalid_timestamp",
          message:
            'expected timestamp to be an ISO 8601 time with a zone, e.g. 2025-01-03T10:30:00.123Z, got "yesterday"',
        },
        { index: 2, code: "invalid_event", message: 'expected an event as a JSON object, got "no event"' },
      ],
    },
  })
  const envelopes = await collector.envelopes()
  expect(envelopes.map(({ event }) => event.event_id)).toEqual(["good", "fine"])
  expect(envelopes[0]).toEqual({
    shop: "demo",
    source: "browser",
    received_at: new Date(NOW).toISOString(),
    event: anEvent({ event_id: "good", currency: "EUR" }),
  })
})

test("202: a whole request is one append", async () => {
  const log = memoryLog()
  const sizes: number[] = []
  const append = log.append.bind(log)
  log.append = records => {
    sizes.push(records.length)
    return append(records)
  }
  await using collector = startCollector({ log })
  await collector.sendEvents(Array.from({ length: 1_000 }, (_, i) => anEvent({ event_id: `e${i}` })))
  expect(sizes).toEqual([1_000])
})

test("the key may come in the body, as sendBeacon needs, and the body as text/plain", async () => {
  await using collector = startCollector()
  const body = JSON.stringify({ write_key: "wk_any", events: [anEvent()] })
  expect((await collector.send(body, { "content-type": "text/plain;charset=UTF-8" })).status).toBe(202)
  expect((await collector.send(body, { "content-type": "application/json" })).status).toBe(202)
  expect((await collector.send(body, { ...{ authorization: "Basic c3RhZ2luZzpwYXNz" } })).status).toBe(202)
})

test("a bare array needs the key in the header", async () => {
  await using collector = startCollector()
  expect((await collector.send(JSON.stringify([anEvent()]), bearer("wk_any"))).status).toBe(202)
  expect((await collector.send(JSON.stringify([anEvent()]))).body.error.code).toBe("missing_key")
})

test("what an ingest key sends is vouched for by the server", async () => {
  await using collector = startCollector()
  await collector.sendEvents([anEvent()], bearer("sk_1"))
  expect((await collector.envelopes()).map(({ source }) => source)).toEqual(["server"])
})

test("the shop comes from the key, never from the body", async () => {
  await using collector = startCollector()
  await collector.send(JSON.stringify({ shop: "other", events: [anEvent({ shop: "other" })] }), bearer("wk_any"))
  expect(await collector.envelopes()).toMatchObject([{ shop: "demo" }])
})

test.each([
  ["nothing", {}, 401, "missing_key"],
  ["an unknown key", bearer("wk_nobody"), 401, "unknown_key"],
  ["a revoked key", bearer("wk_gone"), 401, "revoked_key"],
  ["a read key", bearer("rk_1"), 403, "wrong_key_kind"],
  ["an admin key", bearer("ak_1"), 403, "wrong_key_kind"],
  ["a widget token", bearer("wt_1"), 403, "wrong_key_kind"],
  ["a key of another origin", { ...bearer("wk_here"), origin: "https://evil.example" }, 403, "origin_not_allowed"],
  ["a key of an origin, without one", bearer("wk_here"), 403, "origin_not_allowed"],
])("401/403: %s is refused", async (_, headers: Record<string, string>, status, code) => {
  await using collector = startCollector()
  const reply = await collector.sendEvents([anEvent()], headers)
  expect<unknown>(reply).toMatchObject({ status, body: { success: false, error: { code } } })
  expect(await collector.envelopes()).toEqual([])
})

test("a key is taken from the origin it names", async () => {
  await using collector = startCollector()
  const headers = { ...bearer("wk_here"), origin: "https://shop.example" }
  expect((await collector.sendEvents([anEvent()], headers)).status).toBe(202)
})

test("403: a secret key never travels in a body", async () => {
  await using collector = startCollector()
  const reply = await collector.send(JSON.stringify({ write_key: "sk_1", events: [anEvent()] }))
  expect([reply.status, reply.body.error.code]).toEqual([403, "wrong_key_kind"])
  expect(reply.body.error.message).toContain("revoke")
})

test("400: nothing accepted has the verdicts and the error", async () => {
  await using collector = startCollector()
  const { status, body } = await collector.sendEvents([anEvent({ event_id: undefined }), 7])
  expect(status).toBe(400)
  expect<unknown>(body).toMatchObject({
    success: false,
    data: {
      accepted: 0,
      rejected: [
        { index: 0, code: "missing_event_id" },
        { index: 1, code: "invalid_event" },
      ],
    },
    error: { code: "nothing_accepted" },
  })
})

test.each([
  ["cut-off JSON", '{"events": [', "malformed_json"],
  ["no body", "", "malformed_json"],
  ["events that are no array", '{"events": {}}', "bad_request"],
  ["no events field", '{"event_id": "e"}', "bad_request"],
  ["a number", "5", "bad_request"],
  ["an empty batch", '{"events": []}', "nothing_accepted"],
  ["an unreadable sent_at", '{"sent_at": "noon", "events": [{}]}', "bad_request"],
  ["damaged gzip", gzipSync("[]").subarray(0, 12), "bad_request"],
])("400: %s", async (_, body, code) => {
  await using collector = startCollector()
  const reply = await collector.send(body, bearer("wk_any"))
  expect<unknown>(reply).toMatchObject({ status: 400, body: { success: false, error: { code } } })
})

test("malformed JSON is located", async () => {
  await using collector = startCollector()
  const { body } = await collector.send('{"events": [\n  {"event_id" "x"}]}', bearer("wk_any"))
  expect(body.error.message).toContain("line 2, column 15")
})

test("413: 1,001 events, and 1,000 pass", async () => {
  await using collector = startCollector()
  const events = Array.from({ length: 1_001 }, (_, i) => anEvent({ event_id: `e${i}` }))
  const reply = await collector.sendEvents(events)
  expect([reply.status, reply.body.error.code]).toEqual([413, "too_many_events"])
  expect((await collector.sendEvents(events.slice(1))).body.data.accepted).toBe(1_000)
})

test("413: a body over 1 MiB, announced or in chunks", async () => {
  await using collector = startCollector()
  const body = `${JSON.stringify([anEvent()])}${" ".repeat(1024 * 1024)}`
  const announced = await collector.send(body, bearer("wk_any"))
  const chunked = await collector.send(new Blob([body]).stream(), bearer("wk_any"))
  for (const { status, body } of [announced, chunked]) expect([status, body.error.code]).toEqual([413, "too_large"])
})

test("413: an event over 32 KiB, and one deeper than 8 levels", async () => {
  await using collector = startCollector()
  const large = await collector.sendEvents([anEvent({ query: "x".repeat(33_000) })])
  expect([large.status, large.body.error.code, large.body.data.rejected.length]).toEqual([413, "too_large", 1])
  const tower = JSON.parse(`${"[".repeat(9)}${"]".repeat(9)}`)
  const deep = await collector.sendEvents([anEvent({ properties: tower })])
  expect([deep.status, deep.body.error.code]).toEqual([413, "too_deep"])
})

test("413: a tower of brackets is refused unparsed", async () => {
  await using collector = startCollector()
  const { status, body } = await collector.send("[".repeat(500_000), bearer("wk_any"))
  expect([status, body.error.code]).toEqual([413, "too_deep"])
})

test("a large event does not keep its neighbours out", async () => {
  await using collector = startCollector()
  const { status, body } = await collector.sendEvents([anEvent(), anEvent({ junk: "x".repeat(33_000) })])
  expect([status, body.data.accepted, body.data.rejected[0]?.code]).toEqual([202, 1, "event_too_large"])
})

test("gzip is unpacked, and a bomb is not", async () => {
  await using collector = startCollector()
  const headers = { ...bearer("wk_any"), "content-encoding": "gzip" }
  expect((await collector.send(gzipSync(JSON.stringify([anEvent()])), headers)).status).toBe(202)
  const bomb = await collector.send(gzipSync(Buffer.alloc(100_000_000, " ")), headers)
  expect([bomb.status, bomb.body.error.code]).toEqual([413, "too_large"])
  const brotli = await collector.send("…", { ...headers, "content-encoding": "br" })
  expect([brotli.status, brotli.body.error.code]).toEqual([400, "bad_request"])
})

test("429: the key's and the address's rate, with the seconds to wait", async () => {
  let now = NOW
  await using collector = startCollector({ clock: () => now, rateLimit: { key: 2, address: 5 } })
  const one = (key: string) => collector.sendEvents([anEvent()], bearer(key))
  expect([(await one("wk_any")).status, (await one("wk_any")).status]).toEqual([202, 202])
  const limited = await one("wk_any")
  expect([limited.status, limited.body.error.code, limited.headers.get("retry-after")]).toEqual([
    429,
    "rate_limited",
    "1",
  ])
  expect([(await one("sk_1")).status, (await one("sk_1")).status]).toEqual([202, 202])
  expect((await collector.sendEvents([anEvent()], {})).body.error.message).toContain("address")
  now += 1_000
  expect((await one("wk_any")).status).toBe(202)
})

test("the address behind a trusted proxy is the one that is limited", async () => {
  await using collector = startCollector({ rateLimit: { key: 0, address: 1 }, trustedProxies: ["127.0.0.1"] })
  const from = async (client: string) =>
    (await collector.sendEvents([anEvent()], { ...bearer("wk_any"), "x-forwarded-for": client })).status
  expect([await from("192.0.2.1"), await from("192.0.2.2"), await from("192.0.2.1")]).toEqual([202, 202, 429])
})

test.each([
  ["is full", new LogFull("too many under way"), 0],
  ["fails", new Error("disk gone"), 1],
])("503: a log that %s is no acknowledgement", async (_, error, reports) => {
  const log = memoryLog()
  log.append = () => Promise.reject(error)
  const reported: unknown[] = []
  await using collector = startCollector({ log, report: cause => reported.push(cause) })
  const { status, headers, body } = await collector.sendEvents([anEvent()])
  expect([status, body.error.code, headers.get("retry-after")]).toEqual([503, "not_durable", "1"])
  expect(JSON.stringify(body)).not.toContain("disk gone")
  expect(reported.length).toBe(reports)
})

test("503: a server that is stopping takes nothing", async () => {
  await using collector = startCollector({ draining: () => true })
  const { status, headers, body } = await collector.sendEvents([anEvent()])
  expect([status, body.error.code, headers.get("retry-after")]).toEqual([503, "draining", "1"])
})

test("500: what breaks in an unforeseen way says nothing of its inside", async () => {
  const access = { ...fixedAccess(), resolve: () => Promise.reject(new Error("SELECT secret FROM keys")) }
  const reported: unknown[] = []
  await using collector = startCollector({ access, report: error => reported.push(error) })
  const { status, body } = await collector.sendEvents([anEvent()])
  expect(reported.length).toBe(1)
  expect([status, body.error.code]).toEqual([500, "internal"])
  expect(JSON.stringify(body)).not.toContain("SELECT")
})

test("times are corrected by a clock that is an hour ahead", async () => {
  await using collector = startCollector()
  const hour = 3_600_000
  const events = [anEvent({ timestamp: new Date(NOW + hour - 30_000).toISOString() })]
  const sent_at = new Date(NOW + hour).toISOString()
  await collector.send(JSON.stringify({ sent_at, write_key: "wk_any", events }))
  expect((await collector.envelopes())[0]?.event.timestamp).toBe(new Date(NOW - 30_000).toISOString())
})

test("emoji stay, and NUL and lone surrogates become the replacement character", async () => {
  await using collector = startCollector()
  const name = '"Größe 42 👟 \\ud83d\\udc5f \\u0000 \\ud83d"'
  const event = JSON.stringify(anEvent({ product: { id: "p", name: "NAME" } })).replace('"NAME"', name)
  expect((await collector.send(`[${event}]`, bearer("wk_any"))).status).toBe(202)
  expect((await collector.envelopes())[0]?.event.product?.name).toBe("Größe 42 👟 👟 � �")
})

test("__proto__ and an IP go no further", async () => {
  await using collector = startCollector()
  const event = JSON.stringify(anEvent({ location: { ip: "192.0.2.1", city: "Berlin" } }))
  await collector.send(`[${event.replace("{", '{"__proto__":{"polluted":true},')}]`, bearer("wk_any"))
  const [envelope] = await collector.envelopes()
  expect(envelope?.event).toEqual(anEvent({ location: { city: "Berlin" }, currency: "EUR" }))
  expect("polluted" in {}).toBe(false)
})

test("whatever the body, the answer is a verdict and never a 5xx", async () => {
  await using collector = startCollector()
  const body = fc.oneof(
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    fc.json(),
    fc.jsonValue().map(event => JSON.stringify([anEvent(), event])),
    fc.jsonValue().map(events => JSON.stringify({ events })),
  )
  await fc.assert(
    fc.asyncProperty(body, async body => {
      const reply = await collector.send(body, bearer("wk_any"))
      expect([202, 400, 413]).toContain(reply.status)
      expect(reply.body.success).toBe(reply.status === 202)
    }),
    { numRuns: 300 },
  )
})

test("any page may send and read the answer, refusals too, without cookies", async () => {
  await using collector = startCollector()
  const preflight = await fetch(collector.url, { method: "OPTIONS", headers: { origin: "https://shop.example" } })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*")
  expect(preflight.headers.get("access-control-allow-headers")).toBe("Content-Type, Authorization, Content-Encoding")
  expect(preflight.headers.get("access-control-max-age")).toBe("86400")
  for (const reply of [
    await collector.sendEvents([anEvent()]),
    await collector.sendEvents([]),
    await collector.send(""),
  ]) {
    expect(reply.headers.get("access-control-allow-origin")).toBe("*")
    expect(reply.headers.get("access-control-allow-credentials")).toBeNull()
  }
})

test("405: only POST sends events", async () => {
  await using collector = startCollector()
  const reply = await fetch(collector.url)
  expect([reply.status, reply.headers.get("allow")]).toEqual([405, "POST, OPTIONS"])
  expect(await reply.json()).toMatchObject({ success: false, error: { code: "method_not_allowed" } })
})

test("the live tail sees what came of each request, once it is durable", async () => {
  const tails: Tail[] = []
  await using collector = startCollector({ onTail: tail => tails.push(tail) })
  await collector.sendEvents([anEvent(), {}])
  await collector.sendEvents([{}])
  expect(tails.map(({ shop, accepted, rejected }) => [shop, accepted.length, rejected.length])).toEqual([
    [SHOP.id, 1, 1],
    [SHOP.id, 0, 1],
  ])
})

test("a bot's events are marked, and in production kept out of the numbers; a secret key's never are", async () => {
  const bot = { "user-agent": "Googlebot/2.1" }
  for (const environment of ["development", "production"] as const) {
    await using collector = startCollector({ environment })
    await collector.sendEvents([anEvent({ event_id: "1" })], { authorization: "Bearer wk_any", ...bot })
    await collector.sendEvents([anEvent({ event_id: "2" })], { authorization: "Bearer sk_1", ...bot })
    const marks = (await collector.envelopes()).map(({ event, bot }) => [event.event_id, bot])
    expect(marks.sort()).toEqual([
      ["1", { reason: "agent", excluded: environment === "production" }],
      ["2", undefined],
    ])
  }
})

test("the time zone of a browser tells the country of events that name none", async () => {
  await using collector = startCollector()
  const events = [anEvent({ event_id: "1" }), anEvent({ event_id: "2", location: { country: "France", city: "Lyon" } })]
  await collector.send(JSON.stringify({ events, write_key: "wk_any", time_zone: "Europe/Berlin", automated: 7 }))
  const places = (await collector.envelopes()).map(({ event }) => [event.event_id, event.location])
  expect(places.sort()).toEqual([
    ["1", { country: "DE" }],
    ["2", { country: "France", city: "Lyon" }],
  ])
})
