import { expect, test } from "bun:test"
import { goldenEvents, readingOf } from "@shopstream/plugins/testing"
import metric from "./large_baskets.ts"

test("counts Ada's order of three pieces and not Cleo's of one", () => {
  expect(readingOf(metric)).toMatchObject({ value: 1, by: { country: { DE: 1 }, source: { newsletter: 1 } } })
})

test("counts an order once whose purchase is reported twice", () => {
  const again = goldenEvents
    .filter(e => e.event_type === "purchase")
    .map(e => ({ ...e, event_id: `${e.event_id}-again` }))
  expect(readingOf(metric, [...goldenEvents, ...again]).value).toBe(1)
})
