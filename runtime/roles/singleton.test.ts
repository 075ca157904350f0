import { expect, test } from "bun:test"
import { ManualTimer, settled } from "../live/testing/timer.ts"
import { LEASE, whileLeading } from "./singleton.ts"

/** One lease on the clock of the test, and a store that can be away or answer late. */
function leases(timer: ManualTimer) {
  let held: { holder: string; until: number } | undefined
  const store = {
    isAway: false,
    answers: undefined as Promise<void> | undefined,
    holder: () => (held && held.until > timer.now() ? held.holder : undefined),
    async lease(_name: string, holder: string, ttl: number) {
      if (store.isAway) throw new Error("the store is away")
      await store.answers
      const isFree = !held || held.holder === holder || held.until <= timer.now()
      if (isFree) held = { holder, until: timer.now() + ttl }
      return isFree
    },
    async release(_name: string, holder: string) {
      if (held?.holder === holder) held = undefined
    },
  }
  return store
}

/** A process that wants to lead, and what it did. */
function candidate(store: ReturnType<typeof leases>, holder: string, timer: ManualTimer) {
  const told: string[] = []
  const work = async (signal: AbortSignal): Promise<void> => {
    told.push("begins")
    await new Promise(resolve => signal.addEventListener("abort", resolve, { once: true }))
    told.push("ends")
  }
  const troubles: unknown[] = []
  const leading = whileLeading(store, "chores", holder, work, { timer, onTrouble: error => troubles.push(error) })
  return { ...leading, told, troubles }
}

test("of two, one works; when it stops, the other follows at its next look", async () => {
  const timer = new ManualTimer(0)
  const store = leases(timer)
  const first = candidate(store, "a", timer)
  await settled()
  const second = candidate(store, "b", timer)
  await timer.advance(60_000)
  expect([first.told, second.told]).toEqual([["begins"], []])
  await first.stop()
  expect(first.told).toEqual(["begins", "ends"])
  await timer.advance(LEASE.renew)
  expect(second.told).toEqual(["begins"])
  await second.stop()
})

test("a leader that died is followed within ten seconds", async () => {
  const timer = new ManualTimer(0)
  const store = leases(timer)
  await store.lease("chores", "dead", LEASE.ttl)
  const heir = candidate(store, "heir", timer)
  await timer.advance(10_000)
  expect(heir.told).toEqual(["begins"])
  await heir.stop()
})

test("a leader that cannot renew ends its work before another may begin", async () => {
  const timer = new ManualTimer(0)
  const store = leases(timer)
  const leader = candidate(store, "a", timer)
  await settled()
  store.isAway = true
  while (leader.told.length < 2) await timer.advance(100)
  expect(store.holder()).toBe("a")
  expect(leader.leads()).toBe(false)
  expect(leader.troubles.length).toBeGreaterThan(0)
  store.isAway = false
  await timer.advance(LEASE.renew)
  expect(leader.told).toEqual(["begins", "ends", "begins"])
  await leader.stop()
})

test("a leader whose question is never answered ends its work in time, too", async () => {
  const timer = new ManualTimer(0)
  const store = leases(timer)
  const leader = candidate(store, "a", timer)
  await settled()
  const { promise, resolve } = Promise.withResolvers<void>()
  store.answers = promise
  while (leader.told.length < 2) await timer.advance(100)
  expect(store.holder()).toBe("a")
  resolve()
  await leader.stop()
})

test("a leader that lost its lease while it hung ends its work", async () => {
  const timer = new ManualTimer(0)
  const store = leases(timer)
  const leader = candidate(store, "a", timer)
  await settled()
  await store.release("chores", "a")
  await store.lease("chores", "b", 60_000)
  await timer.advance(LEASE.renew)
  expect(leader.told).toEqual(["begins", "ends"])
  await leader.stop()
  expect(store.holder()).toBe("b")
})

test("work that fails is told of and begins anew", async () => {
  const timer = new ManualTimer(0)
  const troubles: unknown[] = []
  let began = 0
  const work = async (): Promise<void> => {
    began++
    throw new Error("no")
  }
  const leading = whileLeading(leases(timer), "chores", "a", work, { timer, onTrouble: e => troubles.push(e) })
  await timer.advance(LEASE.renew)
  expect([began, troubles.length]).toEqual([2, 2])
  await leading.stop()
})
