import { describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../sdk/event.ts"
import { daily, schedule } from "./rhythm.ts"
import { groupBy } from "./testing/group.ts"
import { DUPLICATES, type Emission, history, LATECOMERS, type TrafficOptions, traffic } from "./traffic.ts"

const START = Date.parse("2025-03-01T00:00:00Z")
const MINUTE_MS = 60_000

function emit(count: number, options: Partial<TrafficOptions> = {}): Emission[] {
  const emissions: Emission[] = []
  for (const emission of traffic({ seed: "traffic", start: START, rate: 100, ...options })) {
    emissions.push(emission)
    if (emissions.length === count) break
  }
  return emissions
}
const parse = ({ json }: Emission): ShopEvent => JSON.parse(json)

describe("traffic", () => {
  const emissions = emit(60_000)

  test("is the same for the same seed and start, byte for byte", () => {
    expect(emit(5000)).toEqual(emissions.slice(0, 5000))
    expect(emit(5000, { seed: "other" })).not.toEqual(emissions.slice(0, 5000))
  })

  test("another start gives other visitors and other orders: a second run adds to a shop, it does not repeat the first", () => {
    const ids = (list: Emission[]) =>
      new Set(list.map(parse).flatMap(({ user_id, order_id, session_id }) => [user_id, order_id, session_id]))
    const first = ids(emissions)
    first.delete(undefined)
    expect([...ids(emit(60_000, { start: START + 1000 }))].filter(id => first.has(id))).toEqual([])
  })

  test("leaves at exactly the rate, from the first second on", () => {
    expect(emissions[0]!.at).toBe(START)
    for (const second of [0, 1, 30, 599]) {
      const from = START + second * 1000
      expect(emissions.filter(({ at }) => at > from - 5 && at <= from + 995)).toHaveLength(100)
    }
  })

  test("opens with shoppers already inside: the mix of the first minute is that of the tenth", () => {
    const views = (minute: number) =>
      emissions
        .slice(minute * 6000, (minute + 1) * 6000)
        .map(parse)
        .filter(({ event_type }) => event_type === "page_view").length
    expect(Math.abs(views(0) / views(9) - 1)).toBeLessThan(0.1)
  })

  test("events happen in the order of their ids, each once", () => {
    const prompt = emissions.filter(emission => Date.parse(parse(emission).timestamp) === Math.floor(emission.at))
    const ids = prompt.map(emission => parse(emission).event_id)
    expect(ids.length / emissions.length).toBeGreaterThan(0.98)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test("now and then one is sent again, the same bytes", () => {
    const byId = groupBy(emissions, emission => parse(emission).event_id)
    const twice = [...byId.values()].filter(({ length }) => length > 1)
    expect(Math.abs(twice.length / emissions.length - DUPLICATES)).toBeLessThan(0.002)
    for (const copies of twice) expect(new Set(copies.map(({ json }) => json)).size).toBe(1)
  })

  test("now and then one arrives minutes late, none from the future", () => {
    const lateness = emissions.map(emission => emission.at - Date.parse(parse(emission).timestamp))
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...lateness)).toBeLessThanOrEqual(4 * MINUTE_MS + 30_000)
    const late = lateness.filter(ms => ms > MINUTE_MS).length
    expect(late / emissions.length).toBeGreaterThan(LATECOMERS / 2)
    expect(late / emissions.length).toBeLessThan(LATECOMERS * 1.5)
  })

  test("a high rate is kept too, and its shoppers hurry instead of becoming ever more", () => {
    const busy = emit(40_000, { rate: 20_000 })
    expect(busy.at(-1)!.at - START).toBeCloseTo(2000 - 0.05, 1)
    expect(new Set(busy.map(emission => parse(emission).event_type)).has("purchase")).toBe(true)
  })

  test("rate 0 is a quiet shop", () => {
    expect(emit(10, { rate: 0, end: START + MINUTE_MS })).toHaveLength(0)
  })
})

describe("the daily rhythm", () => {
  test("gives midnight a fifth of noon", () => {
    expect(daily(START) / daily(START + 12 * 60 * MINUTE_MS)).toBeCloseTo(0.2, 10)
  })

  test("has the rate as the mean of a day, to a tenth of a percent", () => {
    const day = [...schedule(START, START + 24 * 60 * MINUTE_MS, 2, daily)]
    expect(Math.abs(day.length / (2 * 86_400) - 1)).toBeLessThan(0.001)
  })

  test("shapes the traffic: the hour from midnight has a fifth of the hour around noon", () => {
    const day = [...traffic({ seed: 1, start: START, end: START + 24 * 60 * MINUTE_MS, rate: 1, rhythm: daily })]
    const around = (hour: number) =>
      day.filter(({ at }) => Math.abs((((at - START) / 3_600_000 - hour + 36) % 24) - 12) <= 0.5).length
    expect(Math.abs(around(0) / around(12) - 0.2)).toBeLessThan(0.02)
  })
})

describe("history", () => {
  const now = START + 30 * 24 * 60 * MINUTE_MS

  test("fills the hours up to now and not beyond", () => {
    const { start, end } = history(3, now)
    const past = [...traffic({ seed: 1, start, end, rate: 2 })].map(parse)
    expect(past).toHaveLength(3 * 3600 * 2)
    for (const { timestamp } of past) {
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(now - 3 * 60 * MINUTE_MS)
      expect(Date.parse(timestamp)).toBeLessThan(now)
    }
  })

  test("does not reach beyond what the collector takes", () => {
    expect(() => history(7 * 24, now)).toThrow("at most 167 hours")
    expect(() => history(0, now)).toThrow(RangeError)
    expect(history(167, now).start).toBeGreaterThan(now - 7 * 24 * 60 * MINUTE_MS)
  })
})
