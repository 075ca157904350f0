import { expect, test } from "bun:test"
import fc from "fast-check"
import { decodeText, encodeText } from "./text.ts"

test("any text, of lone surrogates and NUL too, comes back as it was, and is storable in between", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\0", "\uFFFE", "\uD83D", "\uDE00", "😀", "0", "é") }), text => {
      const stored = encodeText(text)
      expect(decodeText(stored)).toBe(text)
      expect(stored).not.toMatch(/[\0\uD800-\uDFFF]/u)
    }),
  )
})

test("text that is storable is stored as it is", () => {
  expect(encodeText("Zoë's 😀")).toBe("Zoë's 😀")
})
