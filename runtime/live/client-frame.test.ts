import { describe, expect, test } from "bun:test"
import { readClientFrame } from "./client-frame.ts"

describe("frames of a client", () => {
  test("are read as they are, without what does not belong to them", () => {
    for (const frame of [
      { type: "ping" },
      { type: "auth" },
      { type: "auth", token: "rk_x" },
      { type: "subscribe", topics: ["revenue?minutes=60", "live"] },
      { type: "unsubscribe", topics: [] },
    ]) {
      expect<unknown>(readClientFrame({ ...frame, more: 1 })).toEqual(frame)
    }
  })

  test.each<[what: string, frame: unknown]>([
    ["text that is no JSON", "not json"],
    ["a number", 12],
    ["null", null],
    ["a list", []],
    ["bytes", new Uint8Array(3)],
    ["an object without a type", {}],
    ["an unknown type", { type: "hello" }],
    ["a token that is no text", { type: "auth", token: 5 }],
    ["a token without end", { type: "auth", token: "x".repeat(9_000) }],
    ["a subscription to nothing", { type: "subscribe" }],
    ["a topic outside a list", { type: "subscribe", topics: "revenue" }],
    ["a topic that is no text", { type: "subscribe", topics: [1] }],
    ["an empty topic", { type: "subscribe", topics: [""] }],
    ["a topic without end", { type: "subscribe", topics: ["x".repeat(600)] }],
  ])("refuse %s, saying what was expected", (_what, frame) => {
    expect(() => readClientFrame(frame)).toThrow(/expected/)
  })

  test("a token is never repeated in the refusal", () => {
    expect(() => readClientFrame({ type: "auth", token: ["rk_secret"] })).not.toThrow(/rk_secret/)
  })
})
