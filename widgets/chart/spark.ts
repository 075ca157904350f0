import type { Point } from "./points.ts"

export interface Spark {
  line: string
  area: string
}

/** Where the floor stands below the lowest value: at zero all lines look flat, at the value itself all look dramatic. */
const FLOOR = 0.7

/**
 * A tiny line without axes, in a box of `width` × `height`. Written by hand: a KPI alone must stay small on a
 * storefront's page.
 *
 * @returns undefined where fewer than two points have values
 */
export function spark(points: readonly Point[], width: number, height: number): Spark | undefined {
  const known = points.filter((point): point is { t: number; value: number } => point.value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || first === last) return undefined
  const values = known.map(({ value }) => value)
  const [low, high] = [Math.min(...values) * FLOOR, Math.max(...values)]
  const round = (length: number) => Math.round(length * 10) / 10
  const x = (t: number) => round(((t - first.t) / (last.t - first.t)) * width)
  const y = (value: number) => round(high === low ? height : height - ((value - low) / (high - low)) * height)
  const line = `M${known.map(({ t, value }) => `${x(t)},${y(value)}`).join("L")}`
  return { line, area: `${line}V${height}H0Z` }
}
