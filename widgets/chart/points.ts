import type { SeriesPoint } from "../base/reading.ts"

/** A point ready for drawing. */
export interface Point {
  /** Start of the bucket, epoch ms. */
  t: number
  value: number | null
}

/** The points of a chart, told apart by whether their time is over. */
export interface Series {
  /** All of them, oldest first. */
  points: readonly Point[]
  /** Length of a bucket, ms. */
  step: number
  /** Whether the last bucket is still filling: its number will grow and must not look like a fall. */
  running: boolean
}

/** @param asOf when the server read the series, ISO 8601 @param step length of a bucket, ms */
export function toSeries(series: readonly SeriesPoint[] | undefined, asOf: string, step: number): Series {
  const points = (series ?? []).map(({ t, value }) => ({ t: Date.parse(t), value }))
  const last = points.at(-1)
  return { points, step, running: last !== undefined && last.t + step > Date.parse(asOf) }
}

/** Whether there is anything to see: a flat zero line says less than words do. */
export const hasShape = ({ points }: Series) => points.some(({ value }) => value !== null && value !== 0)
