import { describe, expect, test } from "bun:test"
import { formatAge, formatChange, formatValue, NO_VALUE } from "./format.ts"

/** Intl uses several kinds of space; which one is the reader's business, not a test's. */
const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, " ")

describe("money", () => {
  const money = (value: number, currency: string, locale: string) =>
    plain(formatValue(value, { unit: "money", currency, locale }))

  test("has the digits of its currency: 0, 2 or 3", () => {
    expect(money(45234, "JPY", "en")).toBe("¥45,234")
    expect(money(45234.5, "USD", "en")).toBe("$45,234.50")
    expect(money(1234.567, "KWD", "en")).toBe("KWD 1,234.567")
  })

  test("follows the reader's language", () => {
    expect(money(45234.5, "EUR", "de")).toBe("45.234,50 €")
    expect(money(45234.5, "EUR", "en")).toBe("€45,234.50")
    expect(money(4523450.5, "INR", "en-IN")).toBe("₹45,23,450.50")
  })

  test("is short where there is little room, and drops empty decimals there", () => {
    const compact = (value: number) =>
      formatValue(value, { unit: "money", currency: "USD", locale: "en", compact: true })
    expect(compact(45234.5)).toBe("$45.2K")
    expect(compact(2_000_000)).toBe("$2M")
    expect(compact(800)).toBe("$800")
    expect(compact(12.5)).toBe("$12.50")
  })

  test("a currency Intl does not take is written behind the number", () => {
    expect(formatValue(12.5, { unit: "money", currency: "coins", locale: "en" })).toBe("12.5 coins")
  })
})

test("percent is given as 0–100", () => {
  expect(formatValue(3.42, { unit: "percent", locale: "en" })).toBe("3.4%")
  expect(plain(formatValue(3.42, { unit: "percent", locale: "de" }))).toBe("3,4 %")
})

test("counts are whole where they are whole", () => {
  expect(formatValue(1284, { unit: "count", locale: "en" })).toBe("1,284")
  expect(formatValue(2.345, { unit: "count", locale: "en" })).toBe("2.35")
})

test("seconds become minutes and hours", () => {
  const seconds = (value: number) => formatValue(value, { unit: "seconds", locale: "en" })
  expect(seconds(42.3)).toBe("42.3s")
  expect(seconds(92)).toBe("1m 32s")
  expect(seconds(3600)).toBe("1h")
  expect(seconds(5400)).toBe("1h 30m")
})

test("no number is a dash", () => {
  for (const value of [null, undefined, Number.NaN]) expect(formatValue(value, { unit: "count" })).toBe(NO_VALUE)
})

test("a change carries its sign", () => {
  expect(formatChange(12.34, "en")).toBe("+12.3%")
  expect(formatChange(-4, "en")).toBe("-4%")
  expect(formatChange(0, "en")).toBe("0%")
  expect(formatChange(345.6, "en")).toBe("+346%")
  expect(formatChange(144_653, "en")).toBe("> +999%")
})

test("an age is told in the largest unit that fits", () => {
  expect(formatAge(3 * 60_000, "en")).toBe("3 min. ago")
  expect(formatAge(26 * 3_600_000, "en")).toBe("yesterday")
  expect(formatAge(-5_000, "en")).toBe("now")
})
