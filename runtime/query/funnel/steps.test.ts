import { describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../../sdk/event.ts"
import { readSteps, takes } from "./steps.ts"

test("steps are event types, with conditions in brackets", () => {
  expect(readSteps("page_view,product_view[category:Lamps;country:DE],purchase")).toEqual([
    { name: "page_view", type: "page_view", where: [] },
    {
      ...{ name: "product_view[category:Lamps;country:DE]", type: "product_view" },
      where: [
        { dimension: "category", value: "Lamps" },
        { dimension: "country", value: "DE" },
      ],
    },
    { name: "purchase", type: "purchase", where: [] },
  ])
})

test("a value may hold commas and colons as they are, and the rest behind a backslash", () => {
  const where = (word: string) => readSteps(`${word},purchase`)![0]!.where
  expect(where("product_view[category:Lamps, indoor: all]")).toEqual([
    { dimension: "category", value: "Lamps, indoor: all" },
  ])
  expect(where("product_view[category:a\\;b\\]c\\\\;brand:d]")).toEqual([
    { dimension: "category", value: "a;b]c\\" },
    { dimension: "brand", value: "d" },
  ])
})

test.each([
  ["nothing", ""],
  ["one step", "purchase"],
  ["nine steps", Array(9).fill("purchase").join()],
  ["an empty step", "page_view,,purchase"],
  ["a step that is missing at the end", "page_view,purchase,"],
  ["what is no event type", "page_view,Purchase"],
  ["a space", "page_view, purchase"],
  ["an open bracket", "page_view[country:DE,purchase"],
  ["a bracket without conditions", "page_view[],purchase"],
  ["an unknown dimension", "page_view[shoe_size:44],purchase"],
  ["what every object has", "page_view[constructor:x],purchase"],
  ["a condition without a value", "page_view[country:],purchase"],
  ["a condition without a dimension", "page_view[DE],purchase"],
  ["six conditions", `page_view[${Array(6).fill("country:DE").join(";")}],purchase`],
  ["text after a bracket", "page_view[country:DE]x,purchase"],
])("%s is no funnel", (_, word) => {
  expect(readSteps(word)).toBeUndefined()
})

describe("an event takes a step", () => {
  const event = (of: Partial<ShopEvent>): ShopEvent => {
    return { event_id: "e", event_type: "purchase", timestamp: "2025-01-15T10:00:00Z", ...of }
  }
  const does = (of: Partial<ShopEvent>, step: string) => takes(event(of), readSteps(`${step},x`)![0]!)

  test("by its type and all conditions", () => {
    const of: Partial<ShopEvent> = { location: { country: "DE" }, payment_method: "card" }
    expect(does(of, "purchase")).toBe(true)
    expect(does(of, "refund")).toBe(false)
    expect(does(of, "purchase[country:DE;payment_method:card]")).toBe(true)
    expect(does(of, "purchase[country:DE;payment_method:cash]")).toBe(false)
  })

  test("by any of its products", () => {
    const items = ["Lamps", "Bulbs"].map(category => ({ product: { id: category.toLowerCase(), category } }))
    expect(does({ items }, "purchase[category:Bulbs]")).toBe(true)
    expect(does({ items }, "purchase[product:lamps]")).toBe(true)
    expect(does({ product: { id: "cup", brand: "Ada" } }, "purchase[brand:Ada]")).toBe(true)
    expect(does({ items }, "purchase[category:Cups]")).toBe(false)
  })

  test("by its campaign, where none is direct", () => {
    expect(does({ campaign: { source: "newsletter", name: "may" } }, "purchase[source:newsletter;campaign:may]")).toBe(
      true,
    )
    expect(does({}, "purchase[source:direct;medium:none]")).toBe(true)
  })

  test("by the path of its page, and by what is the shop's own", () => {
    expect(does({ page: { url: "https://shop.example/cart?step=2" } }, "purchase[page:/cart]")).toBe(true)
    expect(does({ page: { url: "/cart" } }, "purchase[page:/cart]")).toBe(true)
    expect(does({ properties: { size: 44, gift: true } }, "purchase[properties.size:44;properties.gift:true]")).toBe(
      true,
    )
    expect(does({ properties: {} }, "purchase[properties.toString:x]")).toBe(false)
  })
})
