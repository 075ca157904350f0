import { type Bar, bars } from "./bars.ts"
import { type LinePaths, linePaths } from "./path.ts"
import type { Series } from "./points.ts"
import { type Frame, type Scale, timeScale, valueScale } from "./scales.ts"
import { momentTicks } from "./ticks.ts"

export interface Tick {
  /** px along its axis. */
  at: number
  label: string
}

/** Everything a chart draws, in px of the whole drawing. */
export interface Layout {
  frame: Frame
  x: Scale
  y: Scale
  /** Where a point of the series stands: the middle of its bar, or the point of the line. */
  middle: Scale
  valueTicks: Tick[]
  timeTicks: Tick[]
  shape: ({ type: "line" } & LinePaths) | { type: "bar"; bars: Bar[] }
}

export interface LayoutOptions {
  width: number
  height: number
  type: "line" | "bar"
  isPercent: boolean
  valueLabel: (value: number) => string
  timeLabel: (time: number) => string
}

/** Room around the frame, px: half a label above, the time labels below, the card's own margin at the sides. */
const TOP = 8
const SIDE = 16
const BOTTOM = 24
/** Between value labels and the frame, px. */
export const GAP = 10
/** Width of a digit at the axis' font size, px: measuring text would need the page. */
const DIGIT = 6.6

export function layout(series: Series, options: LayoutOptions): Layout {
  const { width, height, type, isPercent, valueLabel, timeLabel } = options
  const tall = { left: 0, top: TOP, width, height: Math.max(1, height - TOP - BOTTOM) }
  const { y, ticks } = valueScale(series, tall, isPercent)
  const labels = ticks.map(valueLabel)
  const left = Math.ceil(Math.max(...labels.map(label => label.length)) * DIGIT) + SIDE + GAP
  const frame = { ...tall, left, width: Math.max(1, width - left - SIDE) }
  const x = timeScale(series, frame, type)
  const half = type === "bar" ? series.step / 2 : 0
  const middle: Scale = time => x(time + half)
  return {
    frame,
    x,
    y,
    middle,
    valueTicks: ticks.map((tick, index) => ({ at: y(tick), label: labels[index] ?? "" })),
    timeTicks: momentTicks(series, frame.width)
      .map(time => ({ at: middle(time), label: timeLabel(time) }))
      .filter(({ at, label }) => at + (label.length * DIGIT) / 2 <= width),
    shape: type === "bar" ? { type, bars: bars(series, x, y) } : { type, ...linePaths(series, x, y) },
  }
}
