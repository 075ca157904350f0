import { expect, test } from "bun:test"
import { canonicalTimestamp, parseTimestamp } from "./timestamp.ts"

test("the forms that languages write by themselves are read", () => {
  const at = Date.parse("2025-01-03T10:30:00.000Z")
  expect(parseTimestamp("2025-01-03T10:30:00.000Z")).toBe(at) // JavaScript
  expect(parseTimestamp("2025-01-03T10:30:00Z")).toBe(at) // Ruby, PHP
  expect(parseTimestamp("2025-01-03T10:30Z")).toBe(at)
  expect(parseTimestamp("2025-01-03T10:30:00.000999+00:00")).toBe(at) // Python
  expect(parseTimestamp("2025-01-03T12:30:00.000000001+02:00")).toBe(at) // Java, Go
  expect(parseTimestamp("2025-01-03T05:30:00-0500")).toBe(at)
})

test("a time without a zone, an impossible one and a number in a string are none", () => {
  for (const text of [
    "2025-01-03T10:30:00",
    "2025-01-03",
    "2025-02-29T10:30:00Z",
    "2025-04-31T10:30:00Z",
    "2025-13-01T10:30:00Z",
    "2025-00-10T10:30:00Z",
    "2025-01-03T24:00:00.000Z",
    "2025-01-03T10:30:00+99:00",
    "Jan 3 2025 10:30 UTC",
    "1735900200000",
    "",
    " 2025-01-03T10:30:00Z",
  ])
    expect([text, parseTimestamp(text)]).toEqual([text, Number.NaN])
  expect(parseTimestamp("2024-02-29T10:30:00Z")).toBe(Date.parse("2024-02-29T10:30:00Z"))
})

test("the canonical form is UTC with milliseconds", () => {
  const canonical = (text: string) => canonicalTimestamp(text, parseTimestamp(text))
  expect(canonical("2025-01-03T10:30:00.123Z")).toBe("2025-01-03T10:30:00.123Z")
  expect(canonical("2025-01-03T10:30Z")).toBe("2025-01-03T10:30:00.000Z")
  expect(canonical("2025-01-03T12:30:00.123456+02:00")).toBe("2025-01-03T10:30:00.123Z")
})
