import { expect, test } from "bun:test"
import { retryAfter } from "./transport.ts"

const now = Date.UTC(2025, 0, 3, 10, 30)

test("Retry-After may be seconds or a date", () => {
  expect(retryAfter("7", now)).toBe(7000)
  expect(retryAfter("Fri, 03 Jan 2025 10:30:09 GMT", now)).toBe(9000)
})

test("no header, a past date or nonsense ask for no wait; a day is cut to an hour", () => {
  expect(retryAfter(null, now)).toBeUndefined()
  expect(retryAfter("Fri, 03 Jan 2025 10:29:00 GMT", now)).toBeUndefined()
  expect(retryAfter("soon", now)).toBeUndefined()
  expect(retryAfter("86400", now)).toBe(3_600_000)
})
