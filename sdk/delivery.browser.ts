import { expect } from "chai"
import type { Rejection } from "./event.ts"
import { batchOf, openRoom } from "./testing/collector.ts"
import { closeTabs, openTab } from "./testing/tab.ts"
import { until } from "./testing/wait.ts"

const key = "wk_test"
const poison = { properties: { poison: true } }
const waiting = () => Object.keys(localStorage).filter(name => name.startsWith("shopstream.event."))

describe("delivery", () => {
  beforeEach(closeTabs)
  afterEach(closeTabs)

  it("sends by itself, as plain text without a preflight, with the key and the time of sending in the body", async () => {
    const room = await openRoom()
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("page_view")
    const [request, ...more] = await room.requested(1)
    expect(more).to.deep.equal([])
    expect(request!.method).to.equal("POST")
    expect(request!.headers["content-type"]).to.match(/^text\/plain/)
    expect(request!.headers).not.to.have.property("cookie")
    const body = batchOf(request!)
    expect(body.write_key).to.equal(key)
    expect(Date.parse(body.sent_at!)).to.be.at.least(Date.parse(body.events[0]!.timestamp))
    await until(() => waiting().length === 0)
  })

  it("delivers an event tracked offline as soon as the browser is online", async () => {
    const room = await openRoom()
    await room.plan({ always: "offline" })
    const { sdk, window } = await openTab()
    // No timer ever fires here, so it is not the backoff that brings the event.
    window.setTimeout = (() => 0) as unknown as typeof window.setTimeout
    sdk.init({ key, host: room.host })
    sdk.track("search", { query: "mug" })
    expect(await sdk.flush()).to.equal(1)

    await room.plan({ always: "ok" })
    window.dispatchEvent(new Event("online"))
    const [event] = await room.taken(1)
    expect(event!.query).to.equal("mug")
    await until(() => waiting().length === 0)
    expect(await room.requests()).to.have.length(1)
  })

  it("sends the same bytes again when the server took the events but its answer was lost", async () => {
    const room = await openRoom()
    await room.plan({ next: ["drop", "drop"] })
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("purchase", { order_id: "1001", total_amount: 9.5 })
    while (await sdk.flush());
    const requests = await room.requests()
    expect(requests).to.have.length(3)
    const events = requests.map(({ body }) => body.slice(body.indexOf('"events"')))
    expect(new Set(events).size).to.equal(1)
    expect(await room.taken(1)).to.have.length(1)
  })

  it("comes back by itself after a failure", async () => {
    const room = await openRoom()
    await room.plan({ next: ["unavailable", "offline"] })
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("page_view")
    expect(await room.taken(1)).to.have.length(1)
  })

  for (const answer of ["unavailable", "limited"]) {
    it(`waits as long as a server that is ${answer} asks, whatever the page wants`, async () => {
      const room = await openRoom()
      await room.plan({ next: [`${answer}:1`] })
      const { sdk, window } = await openTab()
      sdk.init({ key, host: room.host })
      sdk.track("page_view")
      await room.requested(1)
      await sdk.flush()
      sdk.track("page_view")
      window.dispatchEvent(new Event("online"))
      window.dispatchEvent(new Event("pagehide"))
      expect(await sdk.flush(), "events still waiting").to.equal(2)

      const [first, second] = await room.requested(2)
      expect(second!.at - first!.at).to.be.at.least(1000)
      expect(await room.taken(2)).to.have.length(2)
    })
  }

  it("lets go of rejected events, tells why, and delivers their neighbours", async () => {
    const room = await openRoom()
    const rejections: [Rejection, string][] = []
    const tab = await openTab()
    const onRejected = (rejection: Rejection, { event_type }: { event_type: string }) =>
      rejections.push([rejection, event_type])
    tab.sdk.init({ key, host: room.host, debug: true, onRejected })
    tab.sdk.track("before")
    tab.sdk.track("poisoned", poison)
    tab.sdk.track("after")
    expect(await tab.sdk.flush()).to.equal(0)
    expect((await room.taken(2)).map(event => event.event_type)).to.deep.equal(["before", "after"])
    expect(rejections).to.have.length(1)
    expect(rejections[0]![0]).to.include({ index: 1, code: "invalid_field" })
    expect(rejections[0]![1]).to.equal("poisoned")
    expect(tab.warnings.join()).to.contain("expected no poison")
  })

  it("takes the verdicts of a 400, where nothing of the batch was good", async () => {
    const room = await openRoom()
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    sdk.track("poisoned", poison)
    expect(await sdk.flush()).to.equal(0)
    sdk.track("page_view")
    expect(await sdk.flush()).to.equal(0)
    expect((await room.requests()).map(({ status }) => status)).to.deep.equal([400, 202])
  })

  it("finds the poison in a batch that is refused without verdicts, and drops only that", async () => {
    const room = await openRoom()
    await room.plan({ always: "blind" })
    const tab = await openTab()
    tab.sdk.init({ key, host: room.host })
    for (let n = 0; n < 20; n++) tab.sdk.track(`event_${n}`, n === 13 ? poison : {})
    expect(await tab.sdk.flush()).to.equal(0)
    const types = (await room.taken(19)).map(event => event.event_type)
    expect(types).to.have.length(19)
    expect(types).not.to.contain("event_13")
    expect(tab.warnings.join()).to.contain("the event was dropped")
  })

  it("splits what a server finds too large", async () => {
    const room = await openRoom()
    await room.plan({ always: "narrow:3" })
    const { sdk } = await openTab()
    sdk.init({ key, host: room.host })
    for (let n = 0; n < 10; n++) sdk.track("page_view")
    expect(await sdk.flush()).to.equal(0)
    expect(await room.taken(10)).to.have.length(10)
  })

  for (const answer of ["unauthorized", "forbidden"]) {
    it(`stops with one clear error when the key is ${answer}, and keeps the events for a page with a good one`, async () => {
      const room = await openRoom()
      await room.plan({ always: answer })
      const tab = await openTab()
      tab.sdk.init({ key, host: room.host })
      tab.sdk.track("page_view")
      expect(await tab.sdk.flush()).to.equal(1)
      tab.sdk.track("page_view")
      expect(await tab.sdk.flush()).to.equal(2)
      expect(await room.requests()).to.have.length(1)
      expect(tab.errors).to.have.length(1)
      expect(tab.errors[0]).to.contain("check the key")
      tab.close()

      await room.plan({ always: "ok" })
      const next = await openTab()
      next.sdk.init({ key: "wk_good", host: room.host })
      expect(await room.taken(2)).to.have.length(2)
    })
  }

  it("sends in requests that outlive the page: keepalive, and small enough for it", async () => {
    const room = await openRoom()
    const { sdk, window } = await openTab()
    const { fetch } = window
    const lasting: unknown[] = []
    window.fetch = ((url: string, init: RequestInit) => {
      lasting.push(init.keepalive)
      return fetch(url, init)
    }) as typeof fetch
    sdk.init({ key, host: room.host })
    for (let n = 0; n < 100; n++)
      sdk.track("search", { query: "é".repeat(250), properties: { note: "x".repeat(1000) } })
    expect(await sdk.flush()).to.equal(0)
    expect(await room.taken(100)).to.have.length(100)
    const requests = await room.requests()
    for (const { body } of requests) expect(new Blob([body]).size).to.be.at.most(60_000)
    expect(lasting).to.deep.equal(requests.map(() => true))
  })
})
