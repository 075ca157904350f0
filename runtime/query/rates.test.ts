import { afterAll, describe, expect, test } from "bun:test"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { failureOf } from "../store/testing/failure.ts"
import { createRates, readRatesFile } from "./rates.ts"
import { testShop } from "./testing.ts"

const folder = await mkdtemp(join(tmpdir(), "shopstream-rates-"))
afterAll(() => rm(folder, { recursive: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, `${Bun.randomUUIDv7()}.txt`)
  await writeFile(path, text)
  return path
}

const purchase = (total_amount: number, currency: string, timestamp = "2025-01-15T10:30:00Z") => ({
  ...{ event_type: "purchase", total_amount, currency, timestamp },
})

describe("a rate", () => {
  const rates = createRates([
    { date: "2025-01-10", from: "EUR", to: "USD", rate: 1.1 },
    { date: "2025-01-13", from: "EUR", to: "USD", rate: 1.25 },
  ])

  test("holds from its day until the next, and before the first there is none", () => {
    const days = ["2025-01-09", "2025-01-10", "2025-01-12", "2025-01-13", "2025-06-01"]
    expect(days.map(day => rates("EUR", "USD", day))).toEqual([undefined, 1.1, 1.1, 1.25, 1.25])
  })

  test("answers the other way too, and a currency is worth itself", () => {
    expect(rates("USD", "EUR", "2025-01-14")).toBe(0.8)
    expect(rates("USD", "USD", "2025-01-14")).toBe(1)
    expect(rates("GBP", "USD", "2025-01-14")).toBeUndefined()
  })
})

describe("the file", () => {
  test("may be CSV or JSON and says the same", async () => {
    const csv = await readRatesFile(await file("date,from,to,rate\r\n2025-01-10,EUR,USD,1.1\r\n"))
    const json = await readRatesFile(await file('[{"date":"2025-01-10","from":"EUR","to":"USD","rate":1.1}]'))
    for (const rates of [csv, json]) expect(rates("EUR", "USD", "2025-01-10")).toBe(1.1)
  })

  test.each([
    ["day,from,to,rate\n", "expected the header date,from,to,rate"],
    ["date,from,to,rate\n2025-01-10,EUR,USD,0\n", "line 2: expected rate above 0"],
    ["date,from,to,rate\n2025-01-10,euro,USD,1\n", 'line 2: expected currencies as in EUR, got "euro"'],
    ['[{"date":"10.1.2025","from":"EUR","to":"USD","rate":1}]', "entry 1: expected date as in 2025-01-03"],
    ["[", "CURRENCY_RATES_FILE"],
  ])("%p is refused with its place", async (text, message) => {
    expect((await failureOf(readRatesFile(await file(text))))?.message).toContain(message)
  })
})

describe("revenue", () => {
  const rates = createRates([
    { date: "2025-01-01", from: "EUR", to: "USD", rate: 1.1 },
    { date: "2025-01-15", from: "EUR", to: "USD", rate: 1.25 },
    { date: "2025-01-01", from: "JPY", to: "USD", rate: 0.0064 },
    { date: "2025-01-01", from: "KWD", to: "USD", rate: 3.25 },
  ])

  test("converts what has a rate and lists the rest, each currency exact by itself", async () => {
    const { ask, add } = await testShop({ rates })
    await add([
      purchase(10, "USD"),
      purchase(4, "EUR"),
      purchase(1500, "JPY"),
      purchase(1.234, "KWD"),
      purchase(9, "CHF"),
    ])
    expect(await ask("revenue")).toMatchObject({
      value: 10 + 5 + 9.6 + 4.01,
      converted: [
        { currency: "EUR", amount: 4 },
        { currency: "JPY", amount: 1500 },
        { currency: "KWD", amount: 1.234 },
      ],
      unconverted: [{ currency: "CHF", amount: 9 }],
    })
  })

  test("takes each day's rate, by the shop's own days", async () => {
    const { ask, add } = await testShop({ rates, timezone: "Europe/Berlin" })
    await add([purchase(100, "EUR", "2025-01-14T22:59:00Z"), purchase(100, "EUR", "2025-01-14T23:01:00Z")])
    const { value, series } = await ask("revenue?days=2&step=1d")
    expect(value).toBe(110 + 125)
    expect(series!.map(({ value }) => value)).toEqual([110, 125])
  })

  test("has the decimals of the shop's currency", async () => {
    const { ask, add } = await testShop({ currency: "JPY", rates })
    await add([purchase(1, "USD")])
    expect(await ask("revenue")).toMatchObject({ value: 156, converted: [{ currency: "USD", amount: 1 }] })
  })

  test("of any history is the sum of each currency's cents at its rate, and nothing is lost", async () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 })
    const sale = fc.record({ cents: amount, currency: fc.constantFrom("USD", "EUR", "CHF") })
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { maxLength: 20 }), async sales => {
        const { ask, add } = await testShop({ rates })
        await add(sales.map(({ cents, currency }) => purchase(cents / 100, currency)))
        const cents = (currency: string) => sales.reduce((sum, s) => sum + (s.currency === currency ? s.cents : 0), 0)
        const { value, unconverted } = await ask("revenue")
        expect(Math.abs(value! * 100 - (cents("USD") + cents("EUR") * 1.25))).toBeLessThanOrEqual(0.5001)
        expect(Math.round((unconverted?.[0]?.amount ?? 0) * 100)).toBe(cents("CHF"))
      }),
      { numRuns: 30 },
    )
  })
})
