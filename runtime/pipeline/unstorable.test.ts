import { expect, test } from "bun:test"
import { parseEnvelope } from "../log/envelope.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { HotState } from "./hot.ts"
import { createRegistry } from "./registry.ts"
import { commitBatch } from "./round.ts"
import { unstorableIn } from "./unstorable.ts"

test("NUL and lone surrogates are found in values and names, whole emoji are not", () => {
  expect(unstorableIn({ product: { name: "a\0" } }, "event")).toBe("event.product.name")
  expect(unstorableIn({ items: [{ id: "\uD83D" }] }, "event")).toBe("event.items.0.id")
  expect(unstorableIn({ properties: { "\uDE00": 1 } }, "event")).toBe("event.properties")
  expect(unstorableIn({ name: "😀 é", price: 1, none: null }, "event")).toBeUndefined()
})

test("an event with a text that cannot be stored is a dead letter with its reason, and its 999 neighbours count", async () => {
  const store = memoryStore()
  const at = "2025-01-03T12:00:00.000Z"
  const records = Array.from({ length: 1_000 }, (_, offset) => ({
    offset,
    // As a direct producer may have written it.
    suspect: true as const,
    value: parseEnvelope(
      JSON.stringify({
        ...{ shop: "demo", source: "server", received_at: at },
        event: {
          ...{ event_id: `e${offset}`, event_type: "search", timestamp: at, user_id: "u" },
          query: offset === 500 ? "a\0b" : "ab",
        },
      }),
    ),
  }))
  const batch = { log: "log", partition: 0, from: 0, next: 1_000, records }
  const context = { store, registry: createRegistry([]), clock: () => Date.parse(at), currencyOf: () => "EUR" }
  const { admitted, poison } = await commitBatch(context, batch, undefined, new HotState())
  expect({ admitted, poison }).toEqual({ admitted: 999, poison: 1 })
  const [letter] = await store.deadLetters(10)
  expect(letter).toMatchObject({ offset: 500, reason: expect.stringContaining("event.query") })
  expect(await store.checkpoint({ log: "log", partition: 0 })).toBe(1_000)
})
