import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Elysia } from "elysia"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { mintKey } from "../access/keys.ts"
import { SECRET } from "../access/testing.ts"
import { mintWidgetToken } from "../access/tokens.ts"
import { createAnswers } from "../query/answers.ts"
import { RETENTION, testShop } from "../query/testing.ts"
import { type KeyKind, StoreAway } from "../store/store.ts"
import { createHub, type Hub } from "./hub.ts"
import { createRevision } from "./revision.ts"
import { SIGN_IN_MS } from "./session.ts"
import { live, SOCKET_SETTINGS } from "./socket.ts"
import { Browser, RawClient } from "./testing/clients.ts"
import { ManualTimer } from "./testing/timer.ts"

let shop: Awaited<ReturnType<typeof testShop>>
let access: RunningAccess
let hub: Hub
let server: { port?: number; stop(force?: boolean): unknown }
/** Called back in turn, once the hub has pushed. */
const pushes: (() => void)[] = []
const sessionTimer = new ManualTimer(Date.now())

beforeAll(async () => {
  shop = await testShop({ now: new Date().toISOString() })
  access = await createAccess({ store: shop.store, secret: SECRET, pollMs: 50, now: sessionTimer.now })
  const revision = createRevision()
  const answers = createAnswers({ ...shop, rev: revision.current, retention: RETENTION })
  hub = createHub({ answers, access, revision, onPushed: () => pushes.shift()?.() })
  const app = new Elysia({ websocket: SOCKET_SETTINGS }).use(live({ hub, access, timer: sessionTimer }))
  server = app.listen({ port: 0, hostname: "127.0.0.1" }).server!
})

afterAll(async () => {
  hub.stop()
  access.close()
  await server.stop(true)
})

async function newKey(kind: KeyKind) {
  const { key, record } = mintKey(shop.shop.id, kind)
  await shop.store.saveKey(record)
  return { key, record }
}

const newBrowser = (headers?: Record<string, string>) => new Browser(server.port!, headers).open()

async function signedIn(token?: string, headers?: Record<string, string>): Promise<Browser> {
  const browser = await newBrowser(headers)
  browser.send({ type: "auth", token: token ?? (await newKey("read")).key })
  await browser.next("ready")
  return browser
}

async function commit(): Promise<void> {
  hub.publish(await shop.add([{ event_type: "purchase", total_amount: 10 }]))
}

describe("signing in", () => {
  test.each(["read", "admin"] as const)("with a %s key is answered with the shop", async kind => {
    const browser = await newBrowser()
    browser.send({ type: "auth", token: (await newKey(kind)).key })
    expect(await browser.next("ready", "error")).toEqual({
      type: "ready",
      shop: { id: "lamps", name: "Lamps", currency: "USD", timezone: "UTC" },
    })
    browser.close()
  })

  test.each(["write", "ingest"] as const)("with a %s key is refused", async kind => {
    const browser = await newBrowser()
    browser.send({ type: "auth", token: (await newKey(kind)).key })
    expect(await browser.next("ready", "error")).toMatchObject({ type: "error", code: "wrong_key_kind" })
    expect(await browser.closed).toEqual({ code: 4401, reason: "wrong_key_kind" })
  })

  test("with an unknown key is refused", async () => {
    const browser = await newBrowser()
    browser.send({ type: "auth", token: "rk_nobody" })
    expect(await browser.next("ready", "error")).toMatchObject({ code: "unknown_key" })
    expect((await browser.closed).code).toBe(4401)
  })

  test("with a key that a store which is away cannot be asked about is worth another try", async () => {
    const { accessRev } = shop.store
    shop.store.accessRev = () => Promise.reject(new StoreAway("the database cannot be reached"))
    try {
      const browser = await newBrowser()
      browser.send({ type: "auth", token: mintKey(shop.shop.id, "read").key })
      expect(await browser.next("ready", "error")).toMatchObject({ type: "error", code: "unavailable" })
      expect(await browser.closed).toEqual({ code: 1013, reason: "unavailable" })
    } finally {
      shop.store.accessRev = accessRev
    }
  })

  test("with nothing is refused, also when the first frame subscribes", async () => {
    for (const frame of [{ type: "auth" }, { type: "subscribe", topics: ["live"] }] as const) {
      const browser = await newBrowser()
      browser.send(frame.type === "auth" ? frame : { ...frame, topics: [...frame.topics] })
      expect(await browser.next("ready", "error")).toMatchObject({ code: "missing_key" })
      expect((await browser.closed).code).toBe(4401)
    }
  })

  test("must happen within 5 s; a ping or a bad frame is no sign-in", async () => {
    const browser = await newBrowser()
    browser.send({ type: "ping" })
    await browser.next("pong")
    browser.send("hello")
    await browser.next("error")
    await sessionTimer.advance(SIGN_IN_MS)
    expect(await browser.next("error")).toMatchObject({ code: "missing_key" })
    expect((await browser.closed).code).toBe(4401)
  })

  test("happens once", async () => {
    const browser = await signedIn()
    browser.send({ type: "auth", token: "rk_other" })
    expect(await browser.next("error")).toMatchObject({ code: "bad_request" })
    browser.send({ type: "ping" })
    await browser.next("pong")
    browser.close()
  })

  test("frames that come right behind the sign-in wait for it, in their order", async () => {
    const { key } = await newKey("read")
    const browser = await newBrowser()
    browser.send({ type: "auth", token: key })
    browser.send({ type: "subscribe", topics: ["orders"] })
    browser.send({ type: "ping" })
    await browser.next("snapshot")
    expect(browser.frames.map(({ type }) => type)).toEqual(["ready", "pong"])
    browser.close()
  })
})

describe("the dashboard's cookie", () => {
  async function cookie(): Promise<string> {
    const request = new Request(`http://127.0.0.1:${server.port}/`)
    const header = await access.signIns.startCookie({ shop: "lamps", kind: "admin" }, request)
    return header.split(";")[0]!
  }

  test("signs in from its own origin, with an auth frame or without", async () => {
    const headers = { cookie: await cookie(), origin: `http://127.0.0.1:${server.port}` }
    const [silent, asking] = [await newBrowser(headers), await newBrowser(headers)]
    silent.send({ type: "subscribe", topics: ["orders"] })
    await silent.next("ready")
    await silent.next("snapshot")
    asking.send({ type: "auth" })
    await asking.next("ready")
    silent.close()
    asking.close()
  })

  test("does not sign in from another origin", async () => {
    const browser = await newBrowser({ cookie: await cookie(), origin: "https://evil.example" })
    browser.send({ type: "auth" })
    expect(await browser.next("ready", "error")).toMatchObject({ code: "origin_not_allowed" })
    expect((await browser.closed).code).toBe(4401)
  })
})

describe("a widget token", () => {
  const grant = { shop: "lamps", metrics: ["orders"], origins: ["https://shop.example"] }

  test("is good from its origins only", async () => {
    const token = await mintWidgetToken(SECRET, grant, sessionTimer.now() + 60_000)
    const browser = await signedIn(token, { origin: "https://shop.example" })
    browser.send({ type: "subscribe", topics: ["orders", "revenue"] })
    expect(await browser.next("snapshot")).toMatchObject({ topic: "orders" })
    expect(await browser.next("error")).toMatchObject({ code: "metric_not_allowed", topic: "revenue" })
    browser.close()

    const elsewhere = await newBrowser({ origin: "https://evil.example" })
    elsewhere.send({ type: "auth", token })
    expect(await elsewhere.next("ready", "error")).toMatchObject({ code: "origin_not_allowed" })
    expect((await elsewhere.closed).code).toBe(4401)
  })

  test("closes its socket when it expires", async () => {
    const token = await mintWidgetToken(SECRET, { ...grant, origins: [] }, sessionTimer.now() + 60_000)
    const browser = await signedIn(token)
    await sessionTimer.advance(61_000)
    expect(await browser.next("error")).toMatchObject({ code: "expired_token" })
    expect((await browser.closed).code).toBe(4401)
  })
})

test("a revoked key's sockets close within a second, and others stay", async () => {
  const { key, record } = await newKey("read")
  const [revoked, other] = [await signedIn(key), await signedIn()]
  const began = performance.now()
  await shop.store.saveKey({ ...record, revoked_at: new Date().toISOString() })
  expect(await revoked.closed).toEqual({ code: 4401, reason: "revoked_key" })
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(await revoked.next("error")).toMatchObject({ code: "revoked_key" })
  other.send({ type: "ping" })
  await other.next("pong")
  other.close()
})

describe("topics", () => {
  test("answer a snapshot and then updates, to every socket", async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    for (const browser of [one, other]) {
      browser.send({ type: "subscribe", topics: ["orders?minutes=60"] })
      expect(await browser.next("snapshot")).toMatchObject({ topic: "orders?minutes=60", data: { metric: "orders" } })
    }
    await commit()
    const [a, b] = [await one.next("update"), await other.next("update")]
    expect(a).toEqual(b)
    one.send({ type: "unsubscribe", topics: ["orders?minutes=60"] })
    one.close()
    other.close()
  })

  test("a socket without any is sent the dashboard", async () => {
    const browser = await signedIn()
    expect(await browser.next("metrics_update")).toMatchObject({ data: { live: { currency: "USD" } } })
    browser.close()
  })
})

describe("bad frames", () => {
  test("get an error that says what was expected, and the socket lives", async () => {
    const browser = await signedIn()
    const frames = ["not json", "12", "null", '{"type":"hello"}', '{"type":"subscribe"}', new Uint8Array([1, 2, 3])]
    for (const frame of frames) {
      browser.send(frame)
      expect(await browser.next("error")).toMatchObject({
        code: "bad_request",
        message: expect.stringContaining("expected"),
      })
    }
    browser.send({ type: "subscribe", topics: ["nonsense"] })
    expect(await browser.next("error")).toMatchObject({ code: "unknown_metric", topic: "nonsense" })
    browser.send({ type: "ping" })
    await browser.next("pong")
    browser.close()
  })

  test("over 16 KiB close the socket", async () => {
    const browser = await signedIn()
    browser.send("x".repeat(16 * 1024 + 1))
    expect((await browser.closed).code).toBe(1009)
  })
})

test("a socket that reads nothing holds no backlog, and gets the newest state when it reads again", async () => {
  const { key } = await newKey("read")
  // Long keys make answers of 800 KB, so that the operating system's buffers are soon full.
  const items = Array.from({ length: 900 }, (_, n) => ({ product: { id: `${n}-${"x".repeat(900)}` }, price: 1 }))
  const slow = await RawClient.open(server.port!)
  slow.send(JSON.stringify({ type: "auth", token: key }))
  slow.send(JSON.stringify({ type: "subscribe", topics: ["revenue?by=product&limit=1000"] }))
  await slow.until(text => text.includes('"type":"snapshot"'))
  slow.pause()
  const rounds = 24
  for (let i = 0; i < rounds; i++) {
    const isPushed = new Promise<void>(resolve => pushes.push(resolve))
    hub.publish(await shop.add([{ event_type: "purchase", total_amount: 1, items }]))
    await isPushed
  }
  slow.resume()
  const last = JSON.stringify((await shop.ask("revenue?by=product&limit=1")).value)
  const received = await slow.until(text => text.includes(`"value":${last}`))
  // It still gets what was under way when it stopped.
  expect(received.match(/"type":"update"/g)!.length).toBeLessThan(rounds * 0.75)
  slow.close()
}, 30_000)
