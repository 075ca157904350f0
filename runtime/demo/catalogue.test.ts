import { describe, expect, test } from "bun:test"
import { CATALOGUE, searchCatalogue } from "./catalogue.ts"
import { COUNTRIES } from "./places.ts"
import { quote } from "./pricing.ts"
import { FRUITLESS } from "./searches.ts"
import { groupBy } from "./testing/group.ts"

describe("the catalogue", () => {
  test("has 500 articles in ten categories of fifty, no two alike", () => {
    expect(CATALOGUE).toHaveLength(500)
    for (const field of ["id", "name"] as const) {
      expect(new Set(CATALOGUE.map(({ product }) => product[field])).size).toBe(500)
    }
    expect(new Set(CATALOGUE.map(({ slug }) => slug)).size).toBe(500)
    const categories = groupBy(CATALOGUE, ({ product }) => product.category)
    expect([...categories.values()].map(articles => articles.length)).toEqual(new Array(10).fill(50))
  })

  test("is the same on every start", async () => {
    const again: typeof import("./catalogue.ts") = await import(`./catalogue.ts?${"again"}`)
    expect(again.CATALOGUE).toEqual(CATALOGUE)
  })

  test("prices are positive and exact in cents", () => {
    for (const { cents, product } of CATALOGUE) {
      expect(Number.isInteger(cents) && cents > 0).toBe(true)
      expect(product.price).toBe(cents / 100)
    }
  })

  test("addresses are plain: small letters, digits and hyphens", () => {
    for (const { slug } of CATALOGUE) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  test("a search finds by every word, in name, brand, category or colour, and most liked first", () => {
    const lamps = searchCatalogue("  table LAMP ")
    expect(lamps).toHaveLength(10)
    expect(lamps.map(lamp => CATALOGUE.indexOf(lamp))).toEqual(
      lamps.map(lamp => CATALOGUE.indexOf(lamp)).toSorted((a, b) => a - b),
    )
    expect(searchCatalogue("table lamp rhubarb")).toEqual([])
    expect(searchCatalogue("   ")).toEqual([])
  })

  test("what shoppers look for in vain is really not there", () => {
    for (const query of FRUITLESS) expect(searchCatalogue(query)).toEqual([])
  })

  test("visitors come from at least ten countries", () => {
    expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBeGreaterThanOrEqual(10)
    expect(COUNTRIES.reduce((sum, { share }) => sum + share, 0)).toBe(100)
  })
})

describe("a quote", () => {
  const article = CATALOGUE.find(({ cents }) => cents % 100 === 95)!

  test("adds up: goods are lines less discounts, the total is goods, tax and shipping", () => {
    const { lines, subtotal, discount, goods, tax, shipping, total } = quote([{ article, quantity: 3 }], "WELCOME10")
    expect(subtotal).toBe(3 * article.cents)
    expect(lines[0]!.discount).toBe(Math.round((3 * article.cents) / 10))
    expect(goods).toBe(subtotal - discount)
    expect(total).toBe(goods + tax + shipping)
  })

  test("an unknown coupon takes nothing off and is not named", () => {
    expect(quote([{ article, quantity: 1 }], "FREE")).toEqual(quote([{ article, quantity: 1 }]))
  })

  test("an empty cart costs nothing, not even shipping", () => {
    expect(quote([]).total).toBe(0)
  })
})
