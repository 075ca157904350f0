import { expect, test } from "bun:test"
import { referringCampaign, taggedCampaign } from "./campaign.ts"

const shop = "https://shop.example/"

test("utm tags name the campaign", () => {
  const url = `${shop}?utm_source=mail&utm_medium=email&utm_campaign=may&utm_term=mugs&utm_content=top`
  expect(taggedCampaign(url)).toEqual({
    source: "mail",
    medium: "email",
    name: "may",
    term: "mugs",
    content: "top",
    click_id: undefined,
  })
})

test("a click id names its network where no tags do, and gives way where they do", () => {
  expect(taggedCampaign(`${shop}?gclid=abc`)).toMatchObject({ source: "google", medium: "cpc", click_id: "abc" })
  expect(taggedCampaign(`${shop}?fbclid=abc`)).toMatchObject({ source: "facebook", medium: undefined, click_id: "abc" })
  expect(taggedCampaign(`${shop}?gclid=abc&utm_source=partner`)).toMatchObject({ source: "partner", click_id: "abc" })
})

test("a plain URL names none", () => {
  expect(taggedCampaign(`${shop}?q=mug&utm_source=`)).toBeUndefined()
})

test("a referrer names the site; the shop itself is none", () => {
  expect(referringCampaign(shop, "https://www.blog.example/x")).toEqual({ source: "blog.example", medium: "referral" })
  expect(referringCampaign(shop, "https://www.google.co.uk/")).toEqual({ source: "google.co.uk", medium: "referral" })
  expect(referringCampaign(shop, "https://shop.example/cart")).toBeUndefined()
  expect(referringCampaign(shop, "")).toBeUndefined()
})
