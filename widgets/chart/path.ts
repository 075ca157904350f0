import { area, curveMonotoneX, line } from "d3-shape"
import type { Point, Series } from "./points.ts"
import type { Scale } from "./scales.ts"

/** A line chart as SVG path data; each is empty where there is nothing to draw. */
export interface LinePaths {
  /** The buckets whose time is over. */
  line: string
  area: string
  /** From the last of them to the running bucket. */
  running: string
  runningArea: string
}

/** Gaps (null values) break the line. The curve never overshoots its points, so it shows no value that was not there. */
export function linePaths(series: Series, x: Scale, y: Scale): LinePaths {
  const { points, running } = series
  const settled = running ? points.slice(0, -1) : points
  const tail = running ? points.slice(-2) : []
  const isDrawable = tail.length === 2 && tail.every(isDefined)
  const stroke = line<Point>(point => x(point.t), height(y))
    .defined(isDefined)
    .curve(curveMonotoneX)
    .digits(2)
  const fill = area<Point>(point => x(point.t), y(0), height(y))
    .defined(isDefined)
    .curve(curveMonotoneX)
    .digits(2)
  return {
    line: stroke(settled) ?? "",
    area: fill(settled) ?? "",
    running: isDrawable ? (stroke(tail) ?? "") : "",
    runningArea: isDrawable ? (fill(tail) ?? "") : "",
  }
}

const isDefined = ({ value }: Point) => value !== null
const height = (y: Scale) => (point: Point) => y(point.value ?? 0)
