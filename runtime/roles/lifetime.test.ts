import { expect, test } from "bun:test"
import { failureOf } from "../store/testing/failure.ts"
import { Lifetime } from "./lifetime.ts"

test("what was opened last is let go of first, once, however often the end is asked for", async () => {
  const lifetime = new Lifetime()
  const ended: string[] = []
  lifetime.opened({ close: () => void ended.push("store") })
  lifetime.started({ stop: async () => void ended.push("pipeline") })
  expect(lifetime.isEnding()).toBe(false)
  const first = lifetime.end()
  expect(lifetime.isEnding()).toBe(true)
  await Promise.all([first, lifetime.end()])
  expect(ended).toEqual(["pipeline", "store"])
})

test("what cannot be ended is told of, and keeps nothing else open", async () => {
  const lifetime = new Lifetime()
  const ended: string[] = []
  lifetime.opened({ close: () => void ended.push("store") })
  lifetime.started({ stop: () => Promise.reject(new Error("stuck")) })
  expect(await failureOf(lifetime.end())).toMatchObject({ message: "stuck" })
  expect(ended).toEqual(["store"])
})
