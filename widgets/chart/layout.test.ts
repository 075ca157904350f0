import { expect, test } from "bun:test"
import { reading } from "../gallery/fixtures.ts"
import { MINUTE } from "../testing/series.ts"
import { layout } from "./layout.ts"
import { toSeries } from "./points.ts"

const { series = [], as_of } = reading("revenue?minutes=60&step=1m")
const options = { height: 220, isPercent: false, valueLabel: (value: number) => `$${value}`, timeLabel: () => "10:00" }

test.each([240, 600, 1600])("at %i px everything stays inside the drawing", width => {
  for (const type of ["line", "bar"] as const) {
    const drawn = layout(toSeries(series, as_of, MINUTE), { ...options, width, type })
    expect(drawn.frame.left + drawn.frame.width).toBeLessThanOrEqual(width)
    for (const { at } of drawn.valueTicks) expect(at).toBeWithin(0, 220)
    for (const { at } of drawn.timeTicks) expect(at).toBeWithin(0, width)
  }
})
