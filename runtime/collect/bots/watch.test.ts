import { describe, expect, test } from "bun:test"
import { MOST_PER_MINUTE, Pace } from "./pace.ts"
import { watchBots } from "./watch.ts"

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
const event = { event_id: "1", event_type: "page_view", timestamp: "2026-03-01T12:00:00Z", session_id: "s" }
const agent = { shop: "demo", userAgent: BROWSER, automated: false }
const markOf = (told: Partial<typeof agent>, url = "https://shop.example/", excluded = false) =>
  watchBots(excluded).of({ ...agent, ...told })({ ...event, page: { url } })

describe("a visitor", () => {
  test("with a shopper's browser is not marked", () => expect(markOf({})).toBeUndefined())
  test.each([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    [BROWSER.replace("Chrome/", "HeadlessChrome/")],
    ["curl/8.5.0"],
  ])("that calls itself %s is marked by its agent", userAgent => expect(markOf({ userAgent })?.reason).toBe("agent"))
  test("whose browser a program drives is marked", () => expect(markOf({ automated: true })?.reason).toBe("automated"))
  test.each(["http://localhost:3000/", "http://127.0.0.1/", "http://[::1]:8000/x", "https://shop.test"])(
    "on a developer's page %s is marked",
    url => expect(markOf({}, url)?.reason).toBe("local"),
  )
  test("on a page that only sounds local is not", () => {
    expect(markOf({}, "https://localhost.example/")).toBeUndefined()
    expect(markOf({}, "https://shop.example/localhost")).toBeUndefined()
  })
  test("that is marked is kept out of the numbers where bots are", () => {
    expect(markOf({ automated: true }, undefined, true)).toEqual({ reason: "automated", excluded: true })
  })
})

describe("the pace of a session", () => {
  const NOON = Date.UTC(2026, 2, 1, 12)
  const first = (n: number, each: (i: number) => boolean) => Array.from({ length: n }, (_, i) => each(i))

  test("is too fast from its 61st event in a minute on, and stays so", () => {
    const pace = new Pace()
    expect(first(MOST_PER_MINUTE, i => pace.isTooFast("s", `${i}`, NOON)).includes(true)).toBe(false)
    expect(pace.isTooFast("s", "one more", NOON)).toBe(true)
    expect(pace.isTooFast("s", "later", NOON + 3_600_000)).toBe(true)
    expect(pace.isTooFast("another", "1", NOON)).toBe(false)
  })
  test("is by the time of events: an hour offline comes all at once and is no bot", () => {
    const pace = new Pace()
    expect(first(300, i => pace.isTooFast("s", `${i}`, NOON + i * 12_000)).includes(true)).toBe(false)
  })
  test("is not raised by sending the same events again", () => {
    const pace = new Pace()
    expect(first(300, i => pace.isTooFast("s", `${i % MOST_PER_MINUTE}`, NOON)).includes(true)).toBe(false)
  })
})
