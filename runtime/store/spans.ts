import type { Span } from "./calendar.ts"

/** Spans in order, without the empty ones, neighbours made one. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const { start, end } of spans) {
    const last = result.at(-1)
    if (last?.end === start) last.end = end
    else if (start < end) result.push({ start, end })
  }
  return result
}

/** What the gaps leave of the whole. */
export function between(gaps: readonly Span[], whole: Span): Span[] {
  const starts = [whole.start, ...gaps.map(gap => gap.end)]
  const ends = [...gaps.map(gap => gap.start), whole.end]
  return joined(starts.map((start, i) => ({ start, end: ends[i]! })))
}
