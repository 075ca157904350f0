import { expect } from "chai"
import { createSessions, IDLE_MS } from "./session.ts"
import { createStore } from "./store.ts"

const shop = "https://shop.example/"
const start = Date.UTC(2025, 0, 3)
const minutes = (count: number) => start + count * 60_000

/** A page load of the shop; all loads share this browser's storage. */
const load = (url = shop, referrer = "") => createSessions(createStore(), { url, referrer })

describe("session", () => {
  beforeEach(() => localStorage.clear())
  after(() => localStorage.clear())

  it("goes on while no more than 30 minutes pass between events, across page loads and tabs", () => {
    const first = load()
    const id = first.touch(start).session_id
    expect(first.touch(start + IDLE_MS).session_id).to.equal(id)
    expect(load().touch(start + 2 * IDLE_MS).session_id).to.equal(id)
    expect(first.touch(start + 3 * IDLE_MS).session_id, "the other tab kept it alive").to.equal(id)
  })

  it("rolls over after 30 minutes without an event", () => {
    const page = load()
    const id = page.touch(start).session_id
    const next = page.touch(start + IDLE_MS + 1).session_id
    expect(next).not.to.equal(id)
    expect(page.touch(start + IDLE_MS + 2).session_id).to.equal(next)
  })

  it("is one for two tabs that roll over together", () => {
    const tabs = [load(), load()]
    for (const tab of tabs) tab.touch(start)
    const [a, b] = tabs.map(tab => tab.touch(minutes(45)).session_id)
    expect(a).to.equal(b)
  })

  it("keeps the landing page's campaign for all its events", () => {
    load(`${shop}?utm_source=mail`).touch(start)
    expect(load(`${shop}cart`, shop).touch(minutes(1)).campaign).to.include({ source: "mail" })
  })

  it("takes a newer tagged landing, but not the referrer of a payment page", () => {
    load(`${shop}?utm_source=mail`).touch(start)
    expect(load(`${shop}thanks`, "https://pay.example/").touch(minutes(1)).campaign).to.include({ source: "mail" })
    expect(load(`${shop}?gclid=x`).touch(minutes(2)).campaign).to.include({ source: "google", click_id: "x" })
    expect(load(shop).touch(minutes(3)).campaign).to.include({ source: "google" })
  })

  it("does not carry a campaign into the next session of a direct visit", () => {
    load(`${shop}?utm_source=mail`).touch(start)
    expect(load(shop).touch(minutes(60)).campaign).to.equal(undefined)
  })

  it("begins anew where its record was damaged", () => {
    localStorage.setItem("shopstream.session", "{")
    expect(load().touch(start).session_id).to.match(/^[0-9a-f-]{36}$/)
  })
})
