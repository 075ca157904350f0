import { timeTicks } from "d3-time"
import type { Series } from "./points.ts"

/** Width a time label needs with air around it, px. */
const ROOM = 110

/** Round moments within a series (whole quarters, hours, days in the reader's zone), as many as fit. Epoch ms. */
export function momentTicks({ points }: Series, width: number): number[] {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || first === last) return first ? [first.t] : []
  const count = Math.max(3, Math.floor(width / ROOM))
  return timeTicks(new Date(first.t), new Date(last.t), count).map(Number)
}
