import { describe, expect, test } from "bun:test"
import { Refusal } from "../errors.ts"
import { readInstant } from "./instant.ts"
import { readQuestion } from "./question.ts"
import { RETENTION } from "./testing.ts"

const context = {
  now: Date.parse("2025-01-15T10:30:20Z"),
  zone: "Europe/Berlin",
  retention: RETENTION,
  filters: ["country"],
  dimensions: ["product", "country"],
}
const ask = (query: string) => readQuestion(new URLSearchParams(query), context, 60)

function refusalOf(query: string): Refusal {
  try {
    ask(query)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error(`expected ${query} to be refused`)
}

describe("good parameters", () => {
  test.each([
    ["", 60],
    ["minutes=1", 1],
    ["minutes=11520", 11_520],
    ["hours=24", 1_440],
    ["from=2025-01-15T10:00:00Z", 31],
    ["from=2025-01-15T11:00:00%2B01:00&to=2025-01-15T11:30:00%2B01:00", 30],
    ["from=2025-01-15T11:00:00+01:00&to=2025-01-15T11:30:00+01:00", 30],
    ["from=2025-01-14&to=2025-01-15", 1_440],
  ])("%p is a window of %p minutes", (query, minutes) => {
    const { from, to } = ask(query).window
    expect((to - from) / 60_000).toBe(minutes)
  })

  test("the rest has defaults, and takes what it is given", () => {
    expect(ask("")).toMatchObject({ limit: 10, compare: false, step: undefined, by: undefined })
    expect(ask("step=1m&by=country&limit=1000&compare=previous")).toMatchObject({
      step: "1m",
      by: "country",
      limit: 1_000,
      compare: true,
    })
  })
})

describe("a bad parameter is refused with its name, what is allowed, and what came", () => {
  test.each([
    ["minutes=0", "minutes", "a whole number from 1 to 11520"],
    ["minutes=11521", "minutes", "from 1 to 11520"],
    ["minutes=1.5", "minutes", "a whole number"],
    ["minutes=-5", "minutes", "a whole number"],
    ["minutes=1e3", "minutes", "a whole number"],
    ["minutes=", "minutes", "a whole number"],
    ["hours=8761", "hours", "from 1 to 8760"],
    ["days=761", "days", "from 1 to 760"],
    ["minutes=5&hours=1", "hours", "one window"],
    ["days=1&from=2025-01-15", "from", "one window"],
    ["minutes=5&minutes=6", "minutes", "once"],
    ["to=2025-01-15", "to", "beside from"],
    ["minutes=5&to=2025-01-15", "to", "beside from"],
    ["from=yesterday", "from", "2025-01-03T10:30:00Z"],
    ["from=2025-02-30", "from", "2025-01-03"],
    ["from=2025-01-15T10:00:00", "from", "2025-01-03T10:30:00Z"],
    ["from=2025-01-15T10:00:00Z&to=2025-01-15T10:00:00Z", "to", "after from"],
    ["from=2025-01-15T10:31:00Z", "from", "to 2025-01-15T10:30:20.000Z"],
    ["from=2022-01-01", "from", "a time from 2022-12-17"],
    ["step=5m", "step", "1m or 1h or 1d"],
    ["by=city", "by", "product or country"],
    ["by=country&limit=0", "limit", "from 1 to 1000"],
    ["by=country&limit=1001", "limit", "from 1 to 1000"],
    ["compare=last", "compare", "previous"],
    ["window=5", "window", "only the parameters minutes, hours, days, from, to, step, by, limit, compare"],
    ["__proto__=1", "__proto__", "only the parameters"],
    ["constructor=1", "constructor", "only the parameters"],
  ])("%p", (query, parameter, expected) => {
    const { code, message, details } = refusalOf(query)
    expect(code).toBe("bad_parameter")
    expect(message).toContain(`${parameter}: expected`)
    expect(message).toContain(expected)
    expect(details).toMatchObject({ parameter })
  })

  test("where a metric has no dimensions, by says so", () => {
    const none = { ...context, dimensions: [] }
    expect(() => readQuestion(new URLSearchParams("by=country"), none, 60)).toThrow("has no dimensions")
  })

  test("a filter names a dimension of what is asked, and a value", () => {
    expect(ask("filter=country:DE").filter).toEqual({ dim: "country", key: "DE" })
    expect(ask("filter=country:a:b").filter).toEqual({ dim: "country", key: "a:b" })
    for (const bad of ["country", "country:", ":DE", "city:Bonn", "country';--:DE"]) {
      expect(refusalOf(`filter=${encodeURIComponent(bad)}`).message).toContain(
        "filter: expected a dimension and its value as in country:…, of the dimensions country, got",
      )
    }
  })
})

describe("a series is refused", () => {
  test("in minutes past the retention of minutes", () => {
    expect(refusalOf("from=2025-01-05&to=2025-01-06&step=1m").message).toContain(
      "step: expected 1h or 1d for a window that begins more than 8 days ago",
    )
    expect(ask("from=2025-01-08&to=2025-01-09&step=1m").step).toBe("1m")
  })

  test("in hours past the retention of hours", () => {
    expect(refusalOf("days=400&step=1h").message).toContain("more than 365 days ago")
    expect(ask("days=400&step=1d").step).toBe("1d")
  })

  test("with more buckets than a chart can show", () => {
    expect(ask("minutes=1500&step=1m").step).toBe("1m")
    expect(refusalOf("minutes=1501&step=1m").message).toContain("at most 1500 buckets")
    expect(refusalOf("days=90&step=1h").message).toContain("at most 1500 buckets")
  })
})

test("a date is the shop's midnight, near the date line too", () => {
  const midnight = (date: string, zone: string) => new Date(readInstant(date, zone)!).toISOString()
  expect(midnight("2025-01-15", "Pacific/Auckland")).toBe("2025-01-14T11:00:00.000Z")
  expect(midnight("2025-01-15", "Pacific/Kiritimati")).toBe("2025-01-14T10:00:00.000Z")
  expect(midnight("2025-01-15", "Pacific/Pago_Pago")).toBe("2025-01-15T11:00:00.000Z")
  expect(midnight("2025-03-30", "Europe/Berlin")).toBe("2025-03-29T23:00:00.000Z")
})
