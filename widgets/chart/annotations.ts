import type { Series } from "./points.ts"

/** What somebody wrote on the time line, as the server tells it. */
export interface Annotation {
  id: string
  text: string
  /** ISO 8601. */
  at: string
  /** End of a span; absent: an instant. */
  until?: string
}

/** One that a chart shows, oldest first; times in epoch ms, `until` equal to `at` for an instant. */
export interface Noted {
  text: string
  at: number
  until: number
}

/** Those that touch the time of the series. */
export function notedIn({ points, step }: Series, annotations: readonly Annotation[]): Noted[] {
  const start = points[0]?.t ?? Number.POSITIVE_INFINITY
  const end = (points.at(-1)?.t ?? 0) + step
  return annotations
    .map(({ text, at, until }) => ({ text, at: Date.parse(at), until: Date.parse(until ?? at) }))
    .filter(({ at, until }) => at < end && until >= start)
    .sort((a, b) => a.at - b.at)
}

/** What is to be said of the bucket that begins at `t`: what lies in it, or reaches into it. */
export const notedAt = (noted: readonly Noted[], t: number, step: number): Noted[] =>
  noted.filter(({ at, until }) => at < t + step && (until > t || at >= t))
