import { expect, test } from "bun:test"
import fc from "fast-check"
import { pair, unpair } from "./pair.ts"

/** A country, a category or a step does not hold a separator made for control. */
const value = fc.string().filter(text => !text.includes("\u001f"))

test("a pair's key tells its two values apart, whatever they are", () => {
  fc.assert(fc.property(value, value, (a, b) => expect(unpair(pair(a, b)!)).toEqual([a, b])))
})

test("without both values there is no pair", () => {
  expect([pair("DE", undefined), pair(undefined, "light"), pair(undefined, undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
