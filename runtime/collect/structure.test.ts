import { expect, test } from "bun:test"
import fc from "fast-check"
import { structure } from "./structure.ts"

const of = (json: string) => structure(Buffer.from(json))

test("depth counts objects and arrays, and nothing inside strings", () => {
  expect(of("1").depth).toBe(0)
  expect(of("[]").depth).toBe(1)
  expect(of('[[{"a":[1]}],[]]').depth).toBe(4)
  expect(of('["[[[[", "\\"[[", "\\\\"]').depth).toBe(1)
})

test("a tower a million levels high is measured, not climbed", () => {
  expect(of("[".repeat(1_000_000)).depth).toBe(1_000_000)
})

test("depth equals that of the parsed value", () => {
  const depth = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), value => of(JSON.stringify(value)).depth === depth(value)))
})

test("the widest event is found in a bare array and under events", () => {
  const event = `{"a":"${"x".repeat(100)}"}`
  expect(of(`[{}, ${event}, [1]]`).widest).toBe(event.length)
  expect(of(`{"sent_at":"…","events":[{},${event}]}`).widest).toBe(event.length)
})

test("escapes are noticed inside strings only", () => {
  expect(of('["a\\u0000"]').unicodeEscapes).toBe(true)
  expect(of('["a\\\\u0000", "\\n"]').unicodeEscapes).toBe(false)
})

test("what is no JSON at all is measured without complaint", () => {
  fc.assert(fc.property(fc.uint8Array(), bytes => structure(bytes).depth >= 0))
  expect(of(']]}}"').depth).toBe(0)
})
