import { expect, test } from "bun:test"
import fc from "fast-check"
import { envelopeReader, parseEnvelope } from "./envelope.ts"
import type { Envelope } from "./log.ts"
import { envelope } from "./testing/envelopes.ts"
import { written } from "./written.ts"

const odd = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(',"event":{', '\\"', "}", '"}', "{", "\\"))

test("what was written reads as the envelopes that they were, each with its event's JSON", () => {
  const envelopes: Envelope[] = [
    envelope("a"),
    envelope("b"),
    { ...envelope("c"), shop: 'of ,"event":{ and "}' },
    { ...envelope("d"), bot: { reason: "agent", excluded: true } },
    envelope("e"),
  ]
  const read = envelopeReader()
  const expected = written(envelopes).map(({ envelope: value, text }) => ({ value, text }))
  expect(written(envelopes).map(({ line }) => read(line))).toEqual(expected)
})

test("any line reads as if each were parsed alone, whatever came before", () => {
  const line = fc.oneof(
    fc
      .record({ shop: odd, source: fc.constantFrom("browser", "server"), query: odd })
      .map(({ shop, source, query }) => {
        const { event, ...rest } = envelope("e")
        return JSON.stringify({ ...rest, shop, source, event: { ...event, query } })
      }),
    fc.json(),
    odd,
    fc
      .tuple(fc.constantFrom('{"shop":"s"', '{"bot":{"a":1', "{", '{"event":1'), odd)
      .map(([head, tail]) => `${head},"event":{"event_id":"x"}${tail}`),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), lines => {
      const read = envelopeReader()
      for (const one of lines) {
        const { value, text } = read(one)
        expect(value).toEqual(parseEnvelope(one))
        if (text !== undefined) expect(JSON.parse(text)).toEqual((value as Envelope).event)
      }
    }),
    { numRuns: 500 },
  )
})

test("an event that does not end its line is read too, without its JSON", () => {
  const { event, ...rest } = envelope("a")
  const { value, text } = envelopeReader()(JSON.stringify({ event, ...rest }))
  expect(value).toEqual({ event, ...rest })
  expect(text).toBeUndefined()
})
