import { formatSpan, windowName } from "../base/time.ts"
import { defaultMinutes, stepFor, topicOf } from "../base/topic.ts"

/** What a chart's attributes say of its window. */
export interface WindowAttributes {
  metric?: string
  /** The N newest minutes. */
  minutes?: number
  /** ISO 8601; a fixed window in place of the newest minutes, up to `to` or now. */
  from?: string
  to?: string
  step?: string
}

export interface ChartWindow {
  /** Absent where there is no metric to ask for. */
  topic?: string
  /** What people wrote on the time line of the window. */
  annotations: string
  /** Length of a bucket, as in `1m`. */
  step: string
  /** After "per minute, ": `last hour`, or from when to when. */
  words: string
}

const MINUTE = 60_000
const DAY = 1440
/** So many days back the server still keeps minutes, and hours, where nobody changed that; a day less, to be safe. */
const KEPT = { minutes: 7, hours: 364 }

/** The question of a chart, and how its window is called. */
export function chartWindow({ metric, minutes, from, to, step }: WindowAttributes, locale?: string): ChartWindow {
  if (!metric || !from) {
    const newest = minutes || defaultMinutes(metric ?? "")
    const by = step || stepFor(newest)
    const topic = metric ? topicOf({ metric, minutes: newest, step: by }) : undefined
    const annotations = topicOf({ metric: "annotations", minutes: newest })
    return { topic, annotations, step: by, words: `last ${windowName(newest)}` }
  }
  const start = Date.parse(from)
  const end = to ? Date.parse(to) : Date.now()
  const by = step || coarsest(stepFor((end - start) / MINUTE), stepKept((Date.now() - start) / MINUTE))
  return {
    topic: topicOf({ metric, from, to, step: by }),
    annotations: topicOf({ metric: "annotations", from, to }),
    step: by,
    words: formatSpan(start, end, locale),
  }
}

/** The finest step that is still kept at an age, in minutes. */
function stepKept(age: number): string {
  if (age <= KEPT.minutes * DAY) return "1m"
  return age <= KEPT.hours * DAY ? "1h" : "1d"
}

const STEPS = ["1m", "1h", "1d"]
const coarsest = (a: string, b: string) => STEPS[Math.max(STEPS.indexOf(a), STEPS.indexOf(b))]!
