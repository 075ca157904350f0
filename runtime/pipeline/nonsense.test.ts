import { expect, test } from "bun:test"
import fc from "fast-check"
import { problemOfKey, problemOfState } from "./nonsense.ts"

test("whatever JSON and bytes hold is a state", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 5 }),
      value => problemOfState(JSON.parse(JSON.stringify(value))) === undefined,
    ),
  )
  expect(problemOfState(new Uint8Array(16_384))).toBeUndefined()
})

const circle: { self?: unknown } = {}
circle.self = circle

test.each([
  ["not a number", Number.NaN, "got NaN"],
  ["no number within", { USD: Number.POSITIVE_INFINITY }, "got Infinity"],
  ["nothing", undefined, "got undefined"],
  ["a promise", Promise.resolve(1), "got a Promise"],
  ["a set", { ids: new Set(["a"]) }, "got a Set"],
  ["a function", () => 1, "got a function"],
  ["a big integer", { n: 1n }, "got a bigint"],
  ["itself", circle, "deeper than 20"],
  ["a long list", Array.from({ length: 20_000 }, () => 0), "grows without bound"],
  ["long texts", ["x".repeat(300_000)], "grows without bound"],
  ["many bytes", new Uint8Array(300_000), "grows without bound"],
])("a state that is %s is told from one that can be stored", (_name, state, words) => {
  expect(problemOfState(state)).toContain(words)
})

test("a key is a text of a bearable length", () => {
  expect(problemOfKey("DE")).toBeUndefined()
  expect(problemOfKey(Promise.resolve("DE"))).toContain("got a Promise")
  expect(problemOfKey("x".repeat(2_000))).toContain("at most 1000")
})
