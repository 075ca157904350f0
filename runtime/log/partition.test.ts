import { describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../sdk/event.ts"
import { murmur2, partitionKey, partitionOf } from "./partition.ts"

describe("murmur2", () => {
  test.each([
    ["", 275646681],
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("agrees with Kafka's own vector for %p", (text, hash) => {
    expect(murmur2(new TextEncoder().encode(text))).toBe(hash)
  })
})

describe("partitionOf", () => {
  test("a negative hash still gives a partition, the one Kafka gives", () => {
    expect(partitionOf("foobar", 12)).toBe((-790332482 & 0x7fffffff) % 12)
  })

  test("keys spread over all partitions about evenly", () => {
    const counts = [0, 0, 0]
    for (let i = 0; i < 3000; i++) counts[partitionOf(`visitor-${i}`, 3)]!++
    for (const count of counts) expect(count).toBeWithin(900, 1100)
  })

  test("a key is hashed as UTF-8", () => {
    expect(partitionOf("größe-🛒", 1000)).toBe((murmur2(Buffer.from("größe-🛒", "utf8")) & 0x7fffffff) % 1000)
  })
})

describe("partitionKey", () => {
  const event: ShopEvent = { event_id: "e", event_type: "purchase", timestamp: "2025-01-03T10:30:00.123Z" }

  test("is the visitor, else the session, else the order, else the event", () => {
    expect(partitionKey({ ...event, user_id: "u", session_id: "s", order_id: "o" })).toBe("u")
    expect(partitionKey({ ...event, session_id: "s", order_id: "o" })).toBe("s")
    expect(partitionKey({ ...event, order_id: "o" })).toBe("o")
    expect(partitionKey(event)).toBe("e")
  })

  test("an empty id is no id", () => {
    expect(partitionKey({ ...event, user_id: "", session_id: "s" })).toBe("s")
  })
})
