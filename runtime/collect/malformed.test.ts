import { expect, test } from "bun:test"
import fc from "fast-check"
import { findMalformed } from "./malformed.ts"

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test("it finds a fault exactly where JSON.parse refuses", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "\\",
    "1",
    "-",
    "01",
    "1.5e3",
    "true",
    "nul",
    " ",
    "\n",
    "\t",
    "é",
    "\u0001",
    '"\\u00e9"',
    '"\\x"',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), parts => {
      const text = parts.join("")
      expect([text, findMalformed(text) === undefined]).toEqual([text, parses(text)])
    }),
    { numRuns: 2_000 },
  )
  fc.assert(fc.property(fc.json(), text => findMalformed(text) === undefined))
})

test("it says the line, the column, what was expected and what came", () => {
  expect(findMalformed('{"a": 1,\n "b" 2}')).toEqual({ line: 2, column: 6, expected: ":", came: "2}" })
  expect(findMalformed("[1, 2,]")).toEqual({ line: 1, column: 7, expected: "a value", came: "]" })
  expect(findMalformed('{"a":1,}')).toEqual({ line: 1, column: 8, expected: "a name", came: "}" })
  expect(findMalformed("{'a':1}")).toEqual({ line: 1, column: 2, expected: "a name or }", came: "'a':1}" })
  expect(findMalformed('{"a":[1')).toEqual({ line: 1, column: 8, expected: ", or ]", came: "" })
  expect(findMalformed("{} {}")).toEqual({ line: 1, column: 4, expected: "the end", came: "{}" })
  expect(findMalformed("")).toEqual({ line: 1, column: 1, expected: "a value", came: "" })
})

test("a long string and a high tower are read like any other", () => {
  const long = `"${"x\\n".repeat(300_000)}"`
  expect(findMalformed(long)).toBeUndefined()
  expect(findMalformed(`[${long}, oops]`)?.came).toBe("oops]")
  expect(findMalformed("[".repeat(100_000))?.column).toBe(100_001)
})
