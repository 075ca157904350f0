import type { Series } from "./points.ts"
import type { Scale } from "./scales.ts"

/** One bar in px. */
export interface Bar {
  x: number
  y: number
  width: number
  height: number
  /** Radius of the two corners away from the base line. */
  radius: number
  running: boolean
}

/** One bar per bucket with a value; a value above zero is never thinner than a pixel. */
export function bars({ points, step, running }: Series, x: Scale, y: Scale): Bar[] {
  const base = y(0)
  return points.flatMap(({ t, value }, index) => {
    if (value === null || value === 0) return []
    const slot = x(t + step) - x(t)
    const width = Math.max(1, slot * 0.72)
    const height = Math.max(1, Math.abs(y(value) - base))
    const bar = { x: x(t) + (slot - width) / 2, y: value > 0 ? base - height : base, width, height }
    return [{ ...bar, radius: Math.min(3, width / 2, height), running: running && index === points.length - 1 }]
  })
}

/** Path data of a bar whose top corners are round. */
export function barPath({ x, y, width, height, radius }: Bar): string {
  const [left, top, wide, tall, r] = [x, y, width, height, radius].map(length => Math.round(length * 100) / 100) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const corner = `a${r},${r} 0 0 1 `
  return `M${left},${top + tall}v${r - tall}${corner}${r},${-r}h${wide - 2 * r}${corner}${r},${r}v${tall - r}z`
}
