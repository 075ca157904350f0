import { expect, test } from "bun:test"
import { bootstrap } from "../access/bootstrap.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { withFolder } from "../testing/folder.ts"
import { inTurn } from "./turn.ts"

test("processes that start at once on one folder and one store agree on one set of keys", async () => {
  await withFolder(async data => {
    const store = memoryStore()
    const starts = ["a", "b", "c"].map(holder => inTurn(store, "bootstrap", holder, () => bootstrap(store, data)))
    const installations = await Promise.all(starts)
    expect(installations.filter(({ fresh }) => fresh)).toHaveLength(1)
    expect(new Set(installations.map(({ keys }) => JSON.stringify(keys))).size).toBe(1)
    expect(await store.keys()).toHaveLength(4)
  })
})

test("work that fails gives its turn away", async () => {
  const store = memoryStore()
  const failing = inTurn(store, "work", "a", async () => {
    throw new Error("no")
  })
  await failing.catch(() => {})
  expect(await inTurn(store, "work", "b", async () => "done")).toBe("done")
})
