import { extent, max, min, nice, ticks } from "d3-array"
import type { Series } from "./points.ts"

/** The drawing area in px, inside the axes. */
export interface Frame {
  left: number
  top: number
  width: number
  height: number
}

export type Scale = (value: number) => number

/** Straight from domain to range. (d3-scale would do it, at twice the size of this whole folder.) */
export function linear([d0, d1]: readonly [number, number], [r0, r1]: readonly [number, number]): Scale {
  const ratio = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0)
  return value => r0 + (value - d0) * ratio
}

export interface ValueScale {
  y: Scale
  /** Round values for gridlines, the domain's ends among them. */
  ticks: number[]
}

/** From values to px, zero always in sight, ending on round numbers. Percent does not go past 100 unless the data does. */
export function valueScale({ points }: Series, frame: Frame, isPercent = false): ValueScale {
  const values = points.map(({ value }) => value)
  const low = Math.min(0, min(values, value => value ?? 0) ?? 0)
  const high = Math.max(0, max(values, value => value ?? 0) ?? 0)
  const count = Math.max(2, Math.round(frame.height / 56))
  const [d0, d1] = low === high ? ([0, 1] as const) : nice(low, high, count)
  const end = isPercent && high <= 100 ? Math.min(d1, 100) : d1
  return { y: linear([d0, end], [frame.top + frame.height, frame.top]), ticks: ticks(d0, end, count) }
}

/**
 * From epoch ms to px. A line's points stand on the frame's edges; bars need room for the last bucket's length.
 */
export function timeScale({ points, step }: Series, frame: Frame, type: "line" | "bar"): Scale {
  const [start = 0, end = 0] = extent(points, ({ t }) => t)
  return linear([start, type === "bar" ? end + step : end], [frame.left, frame.left + frame.width])
}
