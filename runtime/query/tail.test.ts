import { describe, expect, test } from "bun:test"
import type { Rejection } from "../../sdk/event.ts"
import type { Envelope } from "../log/log.ts"
import { createEventTail, type Seen } from "./tail.ts"

const envelopes = (...ids: string[]): Envelope[] =>
  ids.map(event_id => ({
    ...{ shop: "lamps", source: "browser", received_at: "2025-01-15T10:00:00.000Z" },
    event: { event_id, event_type: "page_view", timestamp: "2025-01-15T10:00:00.000Z" },
  }))
const rejections = (...ids: string[]): Rejection[] =>
  ids.map((event_id, index) => ({ index, event_id, code: "too_old", message: "expected a newer one" }))
const names = (seen: readonly Seen[]) =>
  seen.map(one => ("rejection" in one ? one.rejection.event_id : one.envelope.event.event_id))
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

describe("the tail of events", () => {
  test("is newest first, by shop", () => {
    const tail = createEventTail()
    tail.take({ shop: "lamps", accepted: envelopes("a", "b"), rejected: rejections("x") }, 1)
    tail.take({ shop: "chairs", accepted: envelopes("c"), rejected: [] }, 2)
    tail.take({ shop: "lamps", accepted: envelopes("d"), rejected: [] }, 3)
    expect(names(tail.of("lamps"))).toEqual(["d", "x", "b", "a"])
    expect(names(tail.of("chairs"))).toEqual(["c"])
    expect(tail.of("none")).toEqual([])
  })

  test("keeps what was refused, however much is accepted after it, and of each the last", () => {
    const tail = createEventTail()
    tail.take({ shop: "lamps", accepted: [], rejected: rejections("x") }, 1)
    tail.take({ shop: "lamps", accepted: envelopes(...numbered("a", 500)), rejected: [] }, 2)
    tail.take({ shop: "lamps", accepted: envelopes(...numbered("b", 500)), rejected: [] }, 3)
    const kept = names(tail.of("lamps"))
    expect([kept.length, kept[0], kept.at(-2), kept.at(-1)]).toEqual([201, "b499", "b300", "x"])
    tail.take({ shop: "lamps", accepted: [], rejected: rejections(...numbered("y", 500)) }, 4)
    expect(names(tail.of("lamps")).slice(0, 201)).toEqual([...numbered("y", 500).slice(300).toReversed(), "b499"])
  })

  test("forgets the shops not heard of for longest", () => {
    const tail = createEventTail()
    for (const shop of numbered("shop", 1_000)) tail.take({ shop, accepted: envelopes("a"), rejected: [] }, 1)
    tail.take({ shop: "shop0", accepted: [], rejected: [] }, 2)
    tail.take({ shop: "one more", accepted: envelopes("a"), rejected: [] }, 3)
    expect([tail.of("shop0").length, tail.of("shop1").length, tail.of("one more").length]).toEqual([1, 0, 1])
  })
})
