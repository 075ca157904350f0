import { expect, test } from "bun:test"
import { contribute, count, defineMetric, defineSessionMetric } from "../../plugins/kit/index.ts"
import type { Envelope } from "../log/log.ts"
import { fold } from "./fold.ts"
import { createRegistry } from "./registry.ts"
import { Roster } from "./roster.ts"
import { slowMetrics } from "./stopwatch.ts"

const timestamp = "2026-03-01T12:00:00.000Z"
const view = (_: unknown, i: number): Envelope => ({
  ...{ shop: "demo", source: "browser", received_at: timestamp },
  event: { event_id: `e${i}`, event_type: "page_view", timestamp, session_id: `s${i}`, currency: "USD" },
})
const head = { title: "T", unit: "count", on: ["*"] } as const

/** A batch of views and a clock that moves only where a metric takes its time. */
function room({ events = 20, hiccups = [] as number[] } = {}) {
  let ms = 0
  let calls = 0
  const spend = (each: number): true => {
    ms += each + (hiccups[calls++] ?? 0)
    return true
  }
  const quick = defineMetric({ ...head, name: "quick", ...count(() => spend(0.01)) })
  const slow = defineMetric({ ...head, name: "slow", ...count(() => spend(4)) })
  const ofSessions = defineSessionMetric({
    ...{ ...head, name: "slow_sessions" },
    contribute: session => (spend(6) ? contribute(session.first, 1, {}) : []),
  })
  const slowIn = (...metrics: Parameters<typeof createRegistry>[0]) => {
    const registry = createRegistry(metrics)
    const [envelopes, began] = [Array.from({ length: events }, view), ms]
    const folded = fold(registry, new Roster(envelopes), envelopes)
    const took = ms - began
    calls = 0
    return Object.fromEntries(slowMetrics({ registry, folded, envelopes, took }, () => ms))
  }
  return { quick, slow, ofSessions, slowIn, calls: () => calls }
}

test("where folding is quick nobody is timed", () => {
  const { quick, slowIn, calls } = room()
  expect([slowIn(quick), calls()]).toEqual([{}, 0])
})

test("the metrics that took more than they may are named with what they took, and no other", () => {
  const { quick, slow, ofSessions, slowIn } = room()
  expect(slowIn(quick, slow, ofSessions)).toEqual({
    slow: "took 4.0 ms for each event, and may take 1",
    slow_sessions: "took 6.0 ms for each event, and may take 1",
  })
})

test("one slow event in a small batch is too little to tell", () => {
  const { slow, slowIn } = room({ events: 3 })
  expect(slowIn(slow)).toEqual({})
})

test("a machine that hung for a moment is no metric's fault", () => {
  // It hangs while the batch is folded, and again while the metric is timed for the first time.
  const { quick, slowIn } = room({ hiccups: [80] })
  expect(slowIn(quick)).toEqual({})
})
