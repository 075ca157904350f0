import { describe, expect, test } from "bun:test"
import { defineAlert, type Finding, fields } from "../../plugins/kit/index.ts"
import type { AlertRecord } from "../store/alerts.ts"
import { endAll, nextSteps, type Step } from "./life.ts"

const shop = { id: "lamps", name: "Lamps", currency: "EUR", timezone: "UTC", browser_refunds: true }
const plugin = defineAlert({
  ...{ name: "quiet", title: "Quiet", severity: "warning" as const, metric: "orders", unit: "count" as const },
  settings: fields({}),
  asks: () => ({}),
  judge: () => [],
})
const START = Date.parse("2025-01-15T10:00:00Z")
const MINUTE = 60_000

/** A shop whose time and findings a test moves by hand. */
function history() {
  const known = new Map<string, AlertRecord>()
  let ids = 0
  return {
    at(minute: number, ...findings: Partial<Finding>[]): Step[] {
      const whole = findings.map(finding => ({
        ...{ verdict: "breach" as const, value: 1, baseline: 2, message: "few" },
        ...finding,
      }))
      const steps = nextSteps({
        ...{ shop, plugin, cooldown: 30, findings: whole, readings: {}, known: [...known.values()] },
        ...{ now: START + minute * MINUTE, mint: () => `alert-${++ids}` },
      })
      for (const { record } of steps) known.set(record.id, record)
      return steps
    },
    acknowledge(id: string) {
      known.set(id, { ...known.get(id)!, status: "acknowledged" })
    },
    known,
  }
}
const events = (steps: Step[]) => steps.map(({ event }) => event)

describe("the life of an alert", () => {
  test("it fires once, goes on in between, and is resolved when all is normal", () => {
    const { at } = history()
    expect(events(at(0, {}))).toEqual(["firing"])
    expect(at(0.1, {})).toEqual([])
    expect(at(1, { verdict: "between" })).toEqual([])
    expect(at(2, { verdict: "unknown" })).toEqual([])
    expect(at(3, { verdict: "normal" })).toMatchObject([{ event: "resolved", record: { status: "resolved" } }])
    expect(at(4, { verdict: "normal" })).toEqual([])
  })

  test("it tells the time that it speaks of", () => {
    const window = { from: START - 30 * MINUTE, to: START }
    expect(history().at(0, { window })).toMatchObject([
      { record: { window: { from: "2025-01-15T09:30:00.000Z", to: "2025-01-15T10:00:00.000Z" } } },
    ])
  })

  test("what is not breached does not fire", () => {
    const { at } = history()
    expect(
      at(0, { verdict: "between" }, { verdict: "normal", subject: "a" }, { verdict: "unknown", subject: "b" }),
    ).toEqual([])
  })

  test("after its end the same one is silent for the cooldown, and another subject is not", () => {
    const { at } = history()
    at(0, { subject: "a" })
    at(1, { subject: "a", verdict: "normal" })
    expect(events(at(30, { subject: "a" }, { subject: "b" }))).toEqual(["firing"])
    expect(events(at(31, { subject: "a" }, { subject: "b" }))).toContain("firing")
  })

  test("a subject that is not spoken of any more is over", () => {
    const { at } = history()
    at(0, { subject: "a" }, { subject: "b" })
    expect(at(1, { subject: "a" }).filter(({ event }) => event === "resolved")).toMatchObject([
      { record: { subject: "b" } },
    ])
  })

  test("it gets worse aloud, and never better before its end", () => {
    const { at } = history()
    at(0, { severity: "warning" })
    expect(at(0.05, { severity: "critical" })).toMatchObject([{ event: "escalated", record: { severity: "critical" } }])
    const later = at(5, { severity: "info" })
    expect(later).toMatchObject([{ record: { severity: "critical" } }])
    expect(events(later)).toEqual([undefined])
  })

  test("its numbers are brought up to date now and then, and it stays acknowledged", () => {
    const { at, acknowledge } = history()
    at(0, { value: 1 })
    acknowledge("alert-1")
    expect(at(0.1, { value: 5 })).toEqual([])
    const later = at(1, { value: 7 })
    expect(later).toMatchObject([{ record: { value: 7, status: "acknowledged" } }])
    expect(events(later)).toEqual([undefined])
  })

  test("after a day without a word on it, it is over", () => {
    const { at } = history()
    at(0, {})
    expect(at(60 * 23, { verdict: "unknown" })).toEqual([])
    expect(events(at(60 * 25, { verdict: "unknown" }))).toEqual(["resolved"])
  })

  test("switched off, it ends without a word", () => {
    const { at, known } = history()
    at(0, {})
    const ended = endAll([...known.values()], START)
    expect(ended).toMatchObject([{ record: { status: "resolved" } }])
    expect(events(ended)).toEqual([undefined])
  })
})
