import { describe, expect, test } from "bun:test"
import { judge } from "./rev.ts"

describe("judging a message by its rev", () => {
  test("the first snapshot is taken, the first update asks for one", () => {
    expect(judge(undefined, { type: "snapshot", rev: "a:1" })).toBe("take")
    expect(judge(undefined, { type: "update", rev: "a:1" })).toBe("resync")
  })

  test("within an epoch only what is newer is taken, by number and not by spelling", () => {
    expect(judge("a:9", { type: "update", rev: "a:10" })).toBe("take")
    expect(judge("a:9", { type: "update", rev: "a:9" })).toBe("ignore")
    expect(judge("a:9", { type: "update", rev: "a:8" })).toBe("ignore")
    expect(judge("a:9", { type: "snapshot", rev: "a:8" })).toBe("ignore")
  })

  test("a snapshot of the same rev may be taken again", () => {
    expect(judge("a:9", { type: "snapshot", rev: "a:9" })).toBe("take")
  })

  test("another epoch begins with its snapshot, however small its number", () => {
    expect(judge("a:9", { type: "snapshot", rev: "b:0" })).toBe("take")
    expect(judge("a:9", { type: "update", rev: "b:10" })).toBe("resync")
  })

  test("an epoch may itself hold a colon", () => {
    expect(judge("2025-01-03T10:30:9", { type: "update", rev: "2025-01-03T10:30:10" })).toBe("take")
  })
})
