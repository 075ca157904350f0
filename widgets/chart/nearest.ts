import { bisector } from "d3-array"
import type { Point } from "./points.ts"

const byTime = bisector<Point, number>(({ t }) => t)

/** Index of the point closest in time; -1 where there are none. */
export const nearest = (points: readonly Point[], time: number) => byTime.center(points, time) as number
