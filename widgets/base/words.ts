/** The few words elements say by themselves. */

/** A title for a metric that has not answered yet: `cart_abandonment_rate` → `Cart abandonment rate`. */
export function humanize(metric: string): string {
  return sentence(metric.replaceAll("_", " "))
}

/** What the server says begins in small letters, as it often follows a name; on a page it stands alone. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Metrics that are better when they fall. */
const BETTER_LOWER = /abandon|refund|bounce|error|latency/

export const isLowerBetter = (metric: string): boolean => BETTER_LOWER.test(metric)

/** Whether a change is welcome. `better` says it where the metric's name does not. */
export function isGood(change: number, metric: string, better?: "higher" | "lower"): boolean | undefined {
  if (change === 0) return undefined
  const isLower = better ? better === "lower" : isLowerBetter(metric)
  return change > 0 !== isLower
}
