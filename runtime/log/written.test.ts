import { expect, test } from "bun:test"
import type { Envelope } from "./log.ts"
import { envelope } from "./testing/envelopes.ts"
import { written } from "./written.ts"

const pace = { reason: "pace", excluded: true } as const
const agent = { reason: "agent", excluded: false } as const

test("every line is its envelope's JSON, whatever the neighbours share", () => {
  const other: Partial<Envelope>[] = [
    {},
    { shop: 'a "quoted" shop' },
    { source: "server" },
    { bot: pace },
    { bot: agent },
    {},
  ]
  const envelopes = other.map((some, i) => ({ ...envelope(`e${i}`), ...some }))
  expect(written(envelopes).map(({ line }) => JSON.parse(line))).toEqual(envelopes)
})

test("every text is its event's JSON", () => {
  const envelopes = [envelope("one"), envelope("two")]
  expect(written(envelopes).map(({ text }) => text)).toEqual(envelopes.map(({ event }) => JSON.stringify(event)))
})
