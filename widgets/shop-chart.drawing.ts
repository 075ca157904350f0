import { nothing, svg } from "lit"
import type { Noted } from "./chart/annotations.ts"
import { barPath } from "./chart/bars.ts"
import { GAP, type Layout } from "./chart/layout.ts"
import type { Point, Series } from "./chart/points.ts"

/** Gridlines with their values, and moments below. */
export function axes({ frame, valueTicks, timeTicks }: Layout) {
  const right = frame.left + frame.width
  const bottom = frame.top + frame.height
  return svg`
    <defs>
      <linearGradient id="fade" x1="0" y1="0" x2="0" y2="1">
        <stop class="fade-top" offset="0" /><stop class="fade-end" offset="1" />
      </linearGradient>
    </defs>
    ${valueTicks.map(
      ({ at, label }) => svg`
        <line class="grid" x1=${frame.left} x2=${right} y1=${at} y2=${at} />
        <text class="tick" x=${frame.left - GAP} y=${at} dy="0.32em" text-anchor="end">${label}</text>`,
    )}
    ${timeTicks.map(
      ({ at, label }) => svg`<text class="tick" x=${at} y=${bottom + 18} text-anchor="middle">${label}</text>`,
    )}`
}

/** The ground behind a span `from/to` of the chart, cut where the chart ends. */
export function shade(layout: Layout, { points, step }: Series, span: string | undefined) {
  const [from, to] = (span ?? "").split("/").map(Date.parse)
  const start = points[0]?.t
  const end = (points.at(-1)?.t ?? 0) + step
  if (!from || !to || start === undefined || to <= start || from >= end) return nothing
  return ground("mark", layout, Math.max(from, start), Math.min(to, end))
}

/** What people wrote on the time line: a stem with a flag where it begins, and the ground of a span. */
export function flags(layout: Layout, noted: readonly Noted[]) {
  const { frame, x } = layout
  const right = frame.left + frame.width
  return noted.map(({ at, until }) => {
    const left = x(at)
    const isInside = left >= frame.left && left <= right
    return svg`
      ${until > at ? ground("noted", layout, at, until) : nothing}
      ${
        isInside
          ? svg`
            <line class="stem" x1=${left} x2=${left} y1=${frame.top} y2=${frame.top + frame.height} />
            <path class="flag" d="M${left},${frame.top}l8,4l-8,4z" />`
          : nothing
      }`
  })
}

function ground(name: string, { frame, x }: Layout, from: number, to: number) {
  const left = Math.max(frame.left, x(from))
  const right = Math.min(frame.left + frame.width, x(to))
  return svg`<rect class=${name} x=${left} y=${frame.top} width=${Math.max(2, right - left)} height=${frame.height} />`
}

/** The line with its area, or the bars. */
export function figure({ shape }: Layout) {
  if (shape.type === "bar") {
    return shape.bars.map(bar => svg`<path class=${bar.running ? "bar running" : "bar"} d=${barPath(bar)} />`)
  }
  return svg`
    <path class="area" d=${shape.area} /><path class="area running" d=${shape.runningArea} />
    <path class="line" d=${shape.line} /><path class="line running" d=${shape.running} />`
}

/** The chosen point. */
export function marker({ frame, middle, y, shape }: Layout, { t, value }: Point) {
  const x = middle(t)
  return svg`
    <line class="hair" x1=${x} x2=${x} y1=${frame.top} y2=${frame.top + frame.height} />
    ${value !== null && shape.type === "line" ? svg`<circle class="spot" cx=${x} cy=${y(value)} r="4.5" />` : nothing}`
}
