import { describe, expect, test } from "bun:test"
import { chartWindow } from "./window.ts"

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const DAY = 1440

describe("the window of a chart", () => {
  test("is the newest minutes, by a step that suits them", () => {
    expect(chartWindow({ metric: "orders" })).toEqual({
      ...{ topic: "orders?minutes=60&step=1m", annotations: "annotations?minutes=60", step: "1m", words: "last hour" },
    })
    expect(chartWindow({ metric: "orders", minutes: DAY }).topic).toBe("orders?minutes=1440&step=1h")
    expect(chartWindow({ metric: "orders", minutes: DAY, step: "1m" }).step).toBe("1m")
  })

  test("or from a moment to another, which it names", () => {
    const [from, to] = ["2025-01-03T10:00:00.000Z", "2025-01-03T10:30:00.000Z"]
    const window = chartWindow({ metric: "orders", from, to, step: "1m" }, "en")
    const query = new URLSearchParams(window.topic?.split("?")[1])
    expect(Object.fromEntries(query)).toEqual({ from, to, step: "1m" })
    expect(window.words).toMatch(/^Jan 3, \d+:00\s–\s\d+:30/)
  })

  test("long ago, buckets are as coarse as what is still kept", () => {
    const stepAt = (age: number) => chartWindow({ metric: "orders", from: ago(age), to: ago(age - 60) }).step
    expect([stepAt(90), stepAt(30 * DAY), stepAt(500 * DAY)]).toEqual(["1m", "1h", "1d"])
  })

  test("without a metric nothing is asked", () => {
    expect(chartWindow({}).topic).toBe(undefined)
  })
})
