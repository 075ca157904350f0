import { describe, expect, test } from "bun:test"
import type { Campaign, Page } from "../../../sdk/event.ts"
import { attributed } from "./attribute.ts"

const shop = "https://shop.example/hats"
const event = { event_id: "1", event_type: "page_view", timestamp: "2026-03-01T12:00:00Z" }
const of = (page: Page, campaign?: Campaign) => attributed({ ...event, page, ...(campaign ? { campaign } : {}) })

describe("the page of an event that names no campaign", () => {
  test("tells it by its utm tags, in lower case", () => {
    expect(of({ url: `${shop}?utm_source=Mail&utm_medium=Email&utm_campaign=May#top` })).toEqual({
      source: "mail",
      medium: "email",
      name: "May",
    })
  })
  test("tells it by a click id, whose network gives way to a tagged source", () => {
    expect(of({ url: `${shop}?a=1&gclid=x` })).toEqual({ source: "google", medium: "cpc", click_id: "x" })
    expect(of({ url: `${shop}?msclkid=x` })).toMatchObject({ source: "bing", medium: "cpc" })
    expect(of({ url: `${shop}?gclid=x&utm_source=partner` })).toEqual({ source: "partner", click_id: "x" })
  })
  test.each([
    ["https://www.google.co.uk/", "google", "organic"],
    ["https://l.instagram.com/?u=x", "instagram", "social"],
    ["https://m.facebook.com:443/", "facebook", "social"],
    ["https://mail.google.com/mail/u/0", "gmail", "email"],
    ["android-app://com.google.android.gm/", "gmail", "email"],
    ["https://chatgpt.com/", "chatgpt", "ai"],
    ["https://blog.example/post", "blog.example", "referral"],
    ["https://notgoogle.example/", "notgoogle.example", "referral"],
  ])("came from %s: source %s, medium %s", (referrer, source, medium) => {
    expect(of({ url: shop, referrer })).toEqual({ source, medium })
  })
  test.each(["https://www.paypal.com/checkout", "https://hooks.stripe.com/3d", "https://pay.google.com/"])(
    "coming back from %s is no visit from there",
    referrer => expect(of({ url: shop, referrer })).toBeUndefined(),
  )
  test("came direct without a referrer, and from within where the referrer is the shop", () => {
    expect(of({ url: shop })).toBeUndefined()
    expect(of({ url: shop, referrer: "https://www.shop.example/cart" })).toBeUndefined()
    expect(of({ url: shop, referrer: "about:blank" })).toBeUndefined()
  })
})

describe("a campaign that the sender names", () => {
  test("stays, whatever the page says", () => {
    const campaign = { source: "newsletter", medium: "email", name: "sunday" }
    expect(of({ url: `${shop}?gclid=x`, referrer: "https://www.google.com/" }, campaign)).toBe(campaign)
  })
  test("that is no more than a site gets the site's name and medium", () => {
    expect(of({}, { source: "google.co.uk", medium: "referral" })).toEqual({ source: "google", medium: "organic" })
    expect(of({}, { source: "blog.example", medium: "referral" })).toEqual({
      source: "blog.example",
      medium: "referral",
    })
    expect(of({}, { source: "paypal.com", medium: "referral" })).toBeUndefined()
  })
})
