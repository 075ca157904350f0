import { expect, test } from "bun:test"
import fc from "fast-check"
import { storable } from "./storable.ts"

/** Strings of whatever UTF-16 holds, NUL and lone surrogates often. */
const anyText = fc.string({
  unit: fc.constantFrom("a", "\\", '"', "\0", "\n", "é", "😀", "\ud83d", "\ude00", "u0000", "\\ud800"),
})

test("every name and value comes out as text that a database holds, and well-formed text as it was", () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), value => {
      const expected = Object.entries(value).map(entry => entry.map(text => encodable(text).replaceAll("\0", "�")))
      const parsed = Object.entries(JSON.parse(storable(escaped(value))))
      expect(new Map(parsed as [string, string][])).toEqual(new Map(expected as [string, string][]))
    }),
  )
})

test("positions stay, so that a message about malformed JSON points at the right place", () => {
  fc.assert(fc.property(anyText, text => storable(escaped(text)).length === escaped(text).length))
})

test("a backslash before u0000 that is itself escaped is text", () => {
  expect(JSON.parse(storable('"\\\\u0000"'))).toBe("\\u0000")
})

/** Through UTF-8 and back, lone surrogates become U+FFFD. */
const encodable = (text: string) => Buffer.from(text).toString()

/** JSON as Python writes it: everything outside ASCII escaped. */
function escaped(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
}
