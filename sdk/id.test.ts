import { expect, test } from "bun:test"
import { mintId } from "./id.ts"

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const timeOf = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)

test("an id is a UUIDv7 that carries its time", () => {
  const now = Date.UTC(2025, 0, 3, 10, 30)
  const id = mintId(now)
  expect(id).toMatch(UUID_V7)
  expect(timeOf(id)).toBe(now)
})

test("ids are unique and sort in the order they were minted, however many fall into one millisecond", () => {
  const now = Date.UTC(2025, 0, 4)
  const ids = Array.from({ length: 20_000 }, () => mintId(now))
  expect(new Set(ids).size).toBe(ids.length)
  expect([...ids].sort()).toEqual(ids)
  for (const id of ids) expect(id).toMatch(UUID_V7)
})

test("ids stay in order when the clock steps back", () => {
  const now = Date.UTC(2025, 0, 5)
  const ids = [now, now - 60_000, now - 1, now + 1].map(mintId)
  expect([...ids].sort()).toEqual(ids)
})
