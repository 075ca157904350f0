import type { Series } from "../chart/points.ts"

export const MINUTE = 60_000
export const START = Date.parse("2025-01-03T10:00:00Z")
export const FRAME = { left: 40, top: 10, width: 300, height: 100 }

/** A series by the minute from `START` on. */
export function seriesOf(values: (number | null)[], running = false): Series {
  return { points: values.map((value, index) => ({ t: START + index * MINUTE, value })), step: MINUTE, running }
}
