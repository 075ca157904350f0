import { describe, expect, test } from "bun:test"
import type { MetricAnswer } from "./answer.ts"
import { toCsv, unguarded } from "./csv.ts"

const answer: MetricAnswer = {
  metric: "revenue",
  title: "Revenue",
  unit: "money",
  currency: "USD",
  value: 12.5,
  as_of: "2025-01-15T10:30:20.000Z",
  rev: "test:0",
  source: "cells",
}

const top = (...keys: string[]) => toCsv({ ...answer, top: keys.map(key => ({ key, value: -1 })) })

describe("CSV", () => {
  test("of a value is one row under its header, lines ending as RFC 4180 says", () => {
    expect(toCsv({ ...answer, previous: 10, change: null })).toBe(
      "metric,unit,currency,value,previous,change,as_of\r\nrevenue,money,USD,12.5,10,,2025-01-15T10:30:20.000Z\r\n",
    )
  })

  test("of a series leaves a field empty where there is no answer", () => {
    const series = [
      { t: "2025-01-15T10:29:00.000Z", value: null },
      { t: "2025-01-15T10:30:00.000Z", value: 2 },
    ]
    expect(toCsv({ ...answer, series })).toBe("t,value\r\n2025-01-15T10:29:00.000Z,\r\n2025-01-15T10:30:00.000Z,2\r\n")
  })

  test("quotes what would break a row", () => {
    expect(top('a"b', "a,b", "a\nb")).toBe('key,value\r\n"a""b",-1\r\n"a,b",-1\r\n"a\nb",-1\r\n')
  })

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x","y")'])(
    "keeps a spreadsheet from running the key %p",
    key => {
      const cell = top(key).split("\r\nkey")[0]!.slice("key,value\r\n".length)
      expect(cell.replace(/^"/, "").startsWith("'")).toBe(true)
    },
  )

  test.each(["=1+1", "'=1", "''=1", "' =1", "it's", "'quoted'", "'", ""])(
    "gives the text %p back to an import",
    text => {
      const [, key = ""] = /^key,value\r\n(.*),-1\r\n$/.exec(top(text)) ?? []
      expect(unguarded(key)).toBe(text)
    },
  )

  test("leaves negative numbers alone", () => {
    expect(toCsv({ ...answer, value: -3 })).toContain(",-3,")
  })

  test("is one table", () => {
    expect(() => toCsv({ ...answer, series: [], top: [] })).toThrow("expected one of them")
  })
})
