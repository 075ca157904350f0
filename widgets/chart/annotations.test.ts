import { expect, test } from "bun:test"
import { MINUTE, START, seriesOf } from "../testing/series.ts"
import { notedAt, notedIn } from "./annotations.ts"

const series = seriesOf([1, 2, 3, 4])
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString()
const note = (text: string, at: number, until?: number) => ({
  ...{ id: text, text, at: iso(at) },
  ...(until === undefined ? {} : { until: iso(until) }),
})
const texts = (found: readonly { text: string }[]) => found.map(({ text }) => text)

test("a chart shows what touches its time, oldest first, and nothing else", () => {
  const all = [
    note("after", 4),
    note("in the last minute", 3.5),
    note("ended before", -3, -1),
    note("reaches into it", -2, 1),
    note("over all of it", -5, 9),
    note("at its first moment", 0),
    note("before", -0.5),
  ]
  expect(texts(notedIn(series, all))).toEqual([
    "over all of it",
    "reaches into it",
    "at its first moment",
    "in the last minute",
  ])
})

test("a bucket tells of the instants in it and of the spans that reach into it", () => {
  const noted = notedIn(series, [note("instant", 1), note("span", 0.5, 2), note("late", 3)])
  const at = (minute: number) => texts(notedAt(noted, START + minute * MINUTE, MINUTE))
  expect([at(0), at(1), at(2), at(3)]).toEqual([["span"], ["span", "instant"], [], ["late"]])
})

test("a chart without points shows none", () => {
  expect(notedIn(seriesOf([]), [note("any", 0)])).toEqual([])
})
