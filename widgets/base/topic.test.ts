import { expect, test } from "bun:test"
import { stepFor, stepLength, topicOf } from "./topic.ts"

test("a topic is the metric's REST path with its query, always in the same order", () => {
  expect(topicOf({ metric: "active_users" })).toBe("active_users")
  expect(topicOf({ metric: "revenue", minutes: 60, step: "1m" })).toBe("revenue?minutes=60&step=1m")
  expect(topicOf({ compare: true, step: "1h", minutes: 1440, metric: "orders" })).toBe(
    "orders?minutes=1440&step=1h&compare=previous",
  )
})

test("a metric's name cannot smuggle in a query", () => {
  expect(topicOf({ metric: "revenue?by=customer" })).toBe("revenue%3Fby%3Dcustomer")
})

test("a step gives a readable number of points for every window", () => {
  for (const minutes of [5, 30, 60, 180, 181, 1440, 7 * 1440, 30 * 1440, 365 * 1440]) {
    const points = (minutes * 60_000) / stepLength(stepFor(minutes))
    expect(points).toBeLessThanOrEqual(370)
    expect(points).toBeGreaterThan(3)
  }
})
