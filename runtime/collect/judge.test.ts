import { expect, test } from "bun:test"
import fc from "fast-check"
import { parseJson } from "./json.ts"
import { judge } from "./judge.ts"
import { anEvent, NOW, SHOP } from "./testing/collector.ts"

const sender = {
  shop: SHOP,
  source: "browser",
  receivedAt: NOW,
  received_at: new Date(NOW).toISOString(),
  skew: 0,
} as const

/** Judges events as they come over the wire. */
function judgeAll(events: unknown[]) {
  const { value, structure } = parseJson(Buffer.from(JSON.stringify({ events })))
  return judge((value as { events: unknown[] }).events, sender, structure)
}

const anyValue = fc.jsonValue({ maxDepth: 4, noUnicodeString: false })
/** A good event with some fields replaced by anything, or anything at all. */
const anyEvent = fc.oneof(
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(anEvent()), "items", "properties", "total_amount", "__proto__"),
      anyValue,
      { maxKeys: 3 },
    )
    .map(anEvent),
  anyValue,
)

test("whatever is sent, each event is either accepted or rejected, once, in order", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), events => {
      const { accepted, rejected } = judgeAll(events)
      expect(accepted.length + rejected.length).toBe(events.length)
      const indices = rejected.map(({ index }) => index)
      expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b))
      for (const { message } of rejected) expect(message.length).toBeLessThan(600)
      for (const { event } of accepted) expect(typeof event.event_id).toBe("string")
    }),
    { numRuns: 1_000 },
  )
})

test("an event that is too large or too deep falls alone", () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
  const { accepted, rejected } = judgeAll([
    anEvent({ event_id: "a" }),
    anEvent({ event_id: "b", junk: "x".repeat(33_000) }),
    anEvent({ event_id: "c", junk: deep(8) }),
    anEvent({ event_id: "d", junk: deep(7) }),
    anEvent({ event_id: "e", junk: "x".repeat(32_000) }),
  ])
  expect(accepted.map(({ event }) => event.event_id)).toEqual(["a", "d", "e"])
  expect(rejected.map(({ event_id, code }) => [event_id, code])).toEqual([
    ["b", "event_too_large"],
    ["c", "event_too_deep"],
  ])
})

test("a verdict carries the event's id where it can be quoted", () => {
  const ids = (events: unknown[]) => judgeAll(events).rejected.map(({ event_id }) => event_id)
  expect(ids([{ event_id: "mine" }, { event_id: 5 }, { event_id: "x".repeat(65) }, null])).toEqual([
    "mine",
    undefined,
    undefined,
    undefined,
  ])
})
