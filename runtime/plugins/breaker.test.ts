import { expect, test } from "bun:test"
import fc from "fast-check"
import { Breaker } from "./breaker.ts"

const plugin = {}
const SECOND = 1_000
const MINUTE = 60 * SECOND

function breaker() {
  const time = { now: 0 }
  return { time, breaker: new Breaker(() => time.now) }
}

/** Fails until the circuit is open. */
function broken() {
  const room = breaker()
  for (let i = 0; i < 3; i++) room.breaker.failed(plugin)
  return room
}

test("three failed batches in a row open the circuit, and fewer do not", () => {
  const { breaker: one } = breaker()
  one.failed(plugin)
  one.failed(plugin)
  expect(one.stateOf(plugin)).toBe("closed")
  one.failed(plugin)
  expect(one.stateOf(plugin)).toBe("open")
})

test("a batch that goes well in between starts the count anew", () => {
  const { breaker: one } = breaker()
  for (let i = 0; i < 10; i++) {
    one.failed(plugin)
    one.failed(plugin)
    one.passed(plugin)
  }
  expect(one.stateOf(plugin)).toBe("closed")
  expect(one.isQuiet).toBe(true)
})

test("after a second it is tried again; where that goes well, all is forgotten", () => {
  const { breaker: one, time } = broken()
  time.now = SECOND - 1
  expect(one.stateOf(plugin)).toBe("open")
  time.now = SECOND
  expect(one.stateOf(plugin)).toBe("half-open")
  one.passed(plugin)
  expect([one.stateOf(plugin), one.isQuiet]).toEqual(["closed", true])
})

test("each trial that fails doubles the pause, up to ten minutes", () => {
  const { breaker: one, time } = broken()
  const pauses: number[] = []
  for (let trial = 0; trial < 12; trial++) {
    time.now = one.retryOf(plugin)!
    one.failed(plugin)
    pauses.push((one.retryOf(plugin)! - time.now) / SECOND)
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
})

test("one plugin's failures are no other's, and one that was changed begins anew", () => {
  const { breaker: one } = broken()
  const changed = {}
  expect(one.stateOf(changed)).toBe("closed")
  one.keepOnly(new Set([changed]))
  expect(one.isQuiet).toBe(true)
})

test("whatever happens, it is never left out for longer than ten minutes at a time", () => {
  const step = fc.record({ fails: fc.boolean(), wait: fc.nat(20 * MINUTE) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const { breaker: one, time } = breaker()
      for (const { fails, wait } of steps) {
        time.now += wait
        if (one.stateOf(plugin) === "open") continue
        if (fails) one.failed(plugin)
        else one.passed(plugin)
        expect((one.retryOf(plugin) ?? time.now) - time.now).toBeLessThanOrEqual(10 * MINUTE)
      }
    }),
  )
})
