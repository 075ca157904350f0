import { describe, expect, test } from "bun:test"
import { alertOf } from "./gallery/alerts.ts"
import { newsOf } from "./shop-alerts.news.ts"

const old = alertOf({ id: "old", started_at: "2025-01-03T10:00:00Z" })
const fresh = alertOf({ id: "fresh", title: "Low conversion", started_at: "2025-01-03T11:00:00Z" })

describe("what a change of the list is worth saying", () => {
  test("an alert that began, with its severity and sentence", () => {
    expect(newsOf([old], [fresh, old])).toBe(`critical alert: Low conversion. ${fresh.message}`)
  })

  test("an alert that ended", () => {
    expect(newsOf([old], [{ ...old, status: "resolved" }])).toBe("Traffic drop is over.")
  })

  test("nothing where only numbers moved, or somebody acknowledged", () => {
    expect(newsOf([old], [{ ...old, value: 1 }])).toBe("")
    expect(newsOf([old], [{ ...old, status: "acknowledged" }])).toBe("")
  })

  test("nothing of an old alert that comes into the list because a newer one left it", () => {
    expect(newsOf([fresh], [old])).toBe("")
  })

  test("many at once are counted, not listed", () => {
    const many = ["a", "b", "c", "d"].map(id => ({ ...fresh, id }))
    expect(newsOf([], many)).toBe("4 alerts began.")
  })
})
